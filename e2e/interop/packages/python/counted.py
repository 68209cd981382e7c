"""A route that tells how many clients a server has in its memory, for the count at the end."""

from starlette.responses import PlainTextResponse
from starlette.routing import Route


def count_route(count):
    async def answer(_request):
        return PlainTextResponse(str(count()))

    return Route("/interop/clients", answer)
