"""Authlib in Flask: RFC 7591 and 7592, client credentials, access tokens of RFC 9068."""

import os
import secrets

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.jose import JsonWebKey
from authlib.oauth2.rfc6749 import ClientMixin, grants
from authlib.oauth2.rfc7591 import ClientRegistrationEndpoint
from authlib.oauth2.rfc7592 import ClientConfigurationEndpoint
from authlib.oauth2.rfc9068 import JWTBearerTokenGenerator
from flask import Flask, jsonify, request

PORT = int(os.environ["PORT"])
BASE = f"http://127.0.0.1:{PORT}"
INITIAL_TOKEN = os.environ["INITIAL_TOKEN"]
METADATA = {
    "issuer": BASE,
    "token_endpoint": f"{BASE}/token",
    "registration_endpoint": f"{BASE}/register",
    "jwks_uri": f"{BASE}/jwks",
    "grant_types_supported": ["client_credentials"],
    "response_types_supported": ["code"],
    "scopes_supported": ["tyk", "openid"],
    "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
}
clients = {}


class Client(ClientMixin):
    def __init__(self, info, metadata):
        self.client_info = info
        self.client_metadata = metadata
        self.management_token = secrets.token_urlsafe(24)

    def get_client_id(self):
        return self.client_info["client_id"]

    def get_default_redirect_uri(self):
        return (self.client_metadata.get("redirect_uris") or [None])[0]

    def get_allowed_scope(self, scope):
        return scope or ""

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri in self.client_metadata.get("redirect_uris", [])

    def check_client_secret(self, client_secret):
        return secrets.compare_digest(client_secret, self.client_info.get("client_secret") or "")

    def check_endpoint_auth_method(self, method, endpoint):
        granted = self.client_metadata.get("token_endpoint_auth_method", "client_secret_basic")
        return endpoint != "token" or method == granted

    def check_response_type(self, response_type):
        return response_type in self.client_metadata.get("response_types", [])

    def check_grant_type(self, grant_type):
        return grant_type in self.client_metadata.get("grant_types", [])

    def build_management(self):
        return {
            "registration_client_uri": f"{BASE}/register/{self.get_client_id()}",
            "registration_access_token": self.management_token,
        }


class ManagementToken:
    def __init__(self, owner):
        self.owner = owner

    def check_client(self, client):
        return client is self.owner

    def is_expired(self):
        return False

    def is_revoked(self):
        return False

    def get_scope(self):
        return ""


class Registration(ClientRegistrationEndpoint):
    def authenticate_token(self, _request):
        is_known = request.headers.get("Authorization") == f"Bearer {INITIAL_TOKEN}"
        return {"ok": True} if is_known else None

    def get_server_metadata(self):
        return METADATA

    def save_client(self, client_info, client_metadata, _request):
        client = Client(client_info, client_metadata)
        clients[client.get_client_id()] = client
        return client

    def generate_client_registration_info(self, client, _request):
        return client.build_management()


class Configuration(ClientConfigurationEndpoint):
    def authenticate_token(self, _request):
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        owner = next((c for c in clients.values() if c.management_token == token), None)
        return ManagementToken(owner) if owner else None

    def authenticate_client(self, _request):
        return clients.get(request.view_args["client_id"])

    def revoke_access_token(self, token, _request):
        token.owner.management_token = None

    def check_permission(self, _client, _request):
        return True

    def delete_client(self, client, _request):
        clients.pop(client.get_client_id(), None)

    def update_client(self, client, client_metadata, _request):
        client.client_metadata = {**client.client_metadata, **client_metadata}
        return client

    def get_server_metadata(self):
        return METADATA

    def generate_client_registration_info(self, client, _request):
        return client.build_management()


class ClientCredentials(grants.ClientCredentialsGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]


KEY = JsonWebKey.generate_key(
    "RSA", 2048, is_private=True, options={"kid": "a1", "use": "sig", "alg": "RS256"}
)


class Generator(JWTBearerTokenGenerator):
    def get_jwks(self):
        return {"keys": [KEY.as_dict(is_private=True)]}

    def get_audiences(self, client, user, scope):
        return ["https://api.example"]


app = Flask(__name__)
server = AuthorizationServer(app, query_client=clients.get, save_token=lambda token, _request: None)
server.register_grant(ClientCredentials)
server.register_token_generator("default", Generator(issuer=BASE))
server.register_endpoint(Registration)
server.register_endpoint(Configuration)


@app.post("/register")
def register():
    return server.create_endpoint_response("client_registration")


@app.route("/register/<client_id>", methods=["GET", "PUT", "DELETE"])
def configure(client_id):
    return server.create_endpoint_response("client_configuration")


@app.post("/token")
def token():
    return server.create_token_response()


@app.get("/jwks")
def jwks():
    return jsonify({"keys": [KEY.as_dict()]})


@app.get("/.well-known/oauth-authorization-server")
def metadata():
    return jsonify(METADATA)


@app.get("/interop/clients")
def count():
    return str(len(clients))


app.run("127.0.0.1", PORT)
