"""fastmcp with its own provider in memory, which approves every request at once."""

import os

from fastmcp import FastMCP
from fastmcp.server.auth.providers.in_memory import InMemoryOAuthProvider
from mcp.server.auth.settings import ClientRegistrationOptions, RevocationOptions
from starlette.responses import PlainTextResponse

port = int(os.environ["PORT"])
auth = InMemoryOAuthProvider(
    base_url=f"http://127.0.0.1:{port}",
    client_registration_options=ClientRegistrationOptions(
        enabled=True, valid_scopes=["user"], default_scopes=["user"]
    ),
    revocation_options=RevocationOptions(enabled=True),
)
mcp = FastMCP("interop", auth=auth)


@mcp.tool
def add(a: int = 2, b: int = 3) -> int:
    """Adds two numbers."""
    return a + b


@mcp.custom_route("/interop/clients", methods=["GET"])
async def count(_request):
    return PlainTextResponse(str(len(auth.clients)))


mcp.run(transport="http", host="127.0.0.1", port=port, show_banner=False)
