"""The MCP Python SDK's own routes; its provider in memory is fastmcp's, since the SDK ships none."""

import os

import uvicorn
from counted import count_route
from fastmcp.server.auth.providers.in_memory import InMemoryOAuthProvider
from mcp.server.auth.routes import create_auth_routes
from mcp.server.auth.settings import ClientRegistrationOptions, RevocationOptions
from pydantic import AnyHttpUrl
from starlette.applications import Starlette

port = int(os.environ["PORT"])
base = f"http://127.0.0.1:{port}"
registration = ClientRegistrationOptions(
    enabled=True, valid_scopes=["user"], default_scopes=["user"]
)
revocation = RevocationOptions(enabled=True)
provider = InMemoryOAuthProvider(
    base_url=base, client_registration_options=registration, revocation_options=revocation
)
routes = create_auth_routes(provider, AnyHttpUrl(base), None, registration, revocation)
app = Starlette(routes=[*routes, count_route(lambda: len(provider.clients))])
uvicorn.run(app, host="127.0.0.1", port=port, log_level="info")
