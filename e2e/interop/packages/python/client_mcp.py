"""The MCP Python SDK as a client: python client_mcp.py URL; SIGN_IN is the program that signs in."""

import asyncio
import os
import subprocess
import sys
import urllib.parse

import httpx2
from mcp import ClientSession
from mcp.client.auth import OAuthClientProvider, TokenStorage
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import AuthorizationCodeResult, OAuthClientMetadata
from pydantic import AnyUrl


class Memory(TokenStorage):
    tokens = None
    client = None

    async def get_tokens(self):
        return self.tokens

    async def set_tokens(self, tokens):
        self.tokens = tokens

    async def get_client_info(self):
        return self.client

    async def set_client_info(self, client_info):
        self.client = client_info


place = {}


async def open_page(url):
    place["url"] = url


async def read_answer():
    program = os.environ["SIGN_IN"].split(" ")
    back = subprocess.run([*program, place["url"]], capture_output=True, text=True, check=True)
    query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(back.stdout.strip()).query))
    return AuthorizationCodeResult(
        code=query["code"], state=query.get("state"), iss=query.get("iss")
    )


metadata = OAuthClientMetadata(
    client_name="interop python",
    redirect_uris=[AnyUrl("http://127.0.0.1:9711/callback")],
    grant_types=["authorization_code", "refresh_token"],
    response_types=["code"],
)


async def main():
    url = sys.argv[1]
    auth = OAuthClientProvider(url, metadata, Memory(), open_page, read_answer)
    async with (
        httpx2.AsyncClient(auth=auth, timeout=20) as http,
        streamable_http_client(url, http_client=http) as streams,
        ClientSession(streams[0], streams[1]) as session,
    ):
        await session.initialize()
        result = await session.call_tool("add", {"a": 2, "b": 3})
        print(result.content[0].text)


asyncio.run(asyncio.wait_for(main(), 60))
