"""An application without pages, to test the server itself: ``gunicorn … tests.support.served:application``."""

_LARGE = [b"x" * 1_000_000] * 40


def application(environ, start_response):
    """Respond to ``/large`` with 40 MB, and to everything else with the method and the number of bytes that were sent."""
    if environ["PATH_INFO"] == "/large":
        start_response("200 OK", [("Content-Type", "text/plain")])
        return iter(_LARGE)
    content = f"{environ['REQUEST_METHOD']} {len(environ['wsgi.input'].read())}\n".encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(content)))])
    return [content]
