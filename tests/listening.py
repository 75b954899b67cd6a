"""A server of one's own, on this machine, for as long as a test asks."""

import threading
from contextlib import contextmanager
from http.server import HTTPServer


@contextmanager
def listening(handler):
    """The address under which `handler` (a BaseHTTPRequestHandler) answers."""
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
