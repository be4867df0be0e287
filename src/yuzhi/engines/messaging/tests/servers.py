"""Real servers on this machine that tests send to: one that takes mail, one that answers HTTP as it is told."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller


class Mailbox:
    """Takes mail, and says of some addresses that nobody lives there, or that they are full for now."""

    def __init__(self):
        self.mail, self.nobody, self.full = [], set(), set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.nobody:
            return "550 no such user here"
        if address in self.full:
            return "452 mailbox is full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mail.append(envelope)
        return "250 taken"


class _AnyPort(Controller):
    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]      # known only once it listens
        super()._trigger_server()


@contextmanager
def mail_server():
    """A mailbox behind a real SMTP server, and its port."""
    box = Mailbox()
    server = _AnyPort(box, hostname="127.0.0.1", port=0, ready_timeout=20)
    server.start()
    try:
        yield box, server.port
    finally:
        server.stop()


class _Answers(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, dict(self.headers), body))
        status, answer = self.server.answer(body, self.headers)
        written = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)

    def log_message(self, *_):
        """Says nothing."""


@contextmanager
def http_server(answer):
    """A server whose answers `answer(body, headers)` gives; what it was asked stands in `asked`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    server.asked, server.answer = [], answer
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server, f"http://127.0.0.1:{server.server_address[1]}/send"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
