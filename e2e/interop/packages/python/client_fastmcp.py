"""fastmcp's own client: python client_fastmcp.py URL; it opens what BROWSER names."""

import asyncio
import sys

from fastmcp import Client


async def main():
    async with Client(sys.argv[1], auth="oauth") as client:
        print((await client.call_tool("add", {"a": 2, "b": 3})).content[0].text)


asyncio.run(asyncio.wait_for(main(), 60))
