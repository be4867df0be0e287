"""A witness behind an address of its own.

Source: c2sp.org/tlog-witness (add-checkpoint, and the checkpoint for monitors).
"""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from yuzhi.engines.translog.witness import Reply, Witness

LONGEST = 64 * 1024
SECONDS = 15


def served(witness: Witness, host: str, port: int) -> ThreadingHTTPServer:
    """The server, bound and not yet serving.

    Raises: OSError where the address cannot be listened on.
    """

    class Handler(BaseHTTPRequestHandler):
        server_version, sys_version, timeout, protocol_version = "yuzhi-witness", "", SECONDS, "HTTP/1.1"

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if self.path != "/add-checkpoint":
                self._say(Reply(404, b""), last=True)
            elif not length.isdigit() or int(length) > LONGEST:
                self._say(Reply(413, b""), last=True)
            else:
                self._say(witness.add(self.rfile.read(int(length))))

        def do_GET(self) -> None:
            name, _, rest = self.path.removeprefix("/").partition("/")
            self._say(witness.told(name) if rest == "checkpoint" else Reply(404, b""))

        def _say(self, reply: Reply, *, last: bool = False) -> None:
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(reply.body)))
            if last:      # what was sent is not read: the connection cannot go on
                self.send_header("Connection", "close")
                self.close_connection = True
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: a witness answers logs, not people."""

    return ThreadingHTTPServer((host, port), Handler)
