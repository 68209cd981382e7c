"""fastmcp's proxy, as its documentation shows for identity providers without registration."""

import os

from fastmcp import FastMCP
from fastmcp.server.auth.oidc_proxy import OIDCProxy
from key_value.aio.stores.memory import MemoryStore
from starlette.responses import PlainTextResponse

port = int(os.environ["PORT"])
registered = set()


class CountingProxy(OIDCProxy):
    """The proxy as it is; who registered is noted besides."""

    async def register_client(self, client_info):
        await super().register_client(client_info)
        registered.add(client_info.client_id)


auth = CountingProxy(
    config_url=f"{os.environ['ISSUER']}/.well-known/openid-configuration",
    client_id=os.environ["CLIENT_ID"],
    client_secret=os.environ["CLIENT_SECRET"],
    base_url=f"http://127.0.0.1:{port}",
    require_authorization_consent=False,
    required_scopes=["openid"],
    client_storage=MemoryStore(),
)
mcp = FastMCP("interop", auth=auth)


@mcp.tool
def add(a: int = 2, b: int = 3) -> int:
    """Adds two numbers."""
    return a + b


@mcp.custom_route("/interop/clients", methods=["GET"])
async def count(_request):
    return PlainTextResponse(str(len(registered)))


mcp.run(transport="http", host="127.0.0.1", port=port, show_banner=False)
