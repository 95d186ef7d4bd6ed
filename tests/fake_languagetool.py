"""Stands in for Java and LanguageTool where a test needs a fault; started by a fake `java` with Java's arguments."""

from __future__ import annotations

import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        info = b'{"software": {"name": "LanguageTool", "version": "0.0-fake"}}'
        self.send_response(200)
        self.end_headers()
        self.wfile.write(info if self.path.endswith("/info") else b"OK")
        print("Handled", flush=True)

    def log_message(self, *_: object) -> None:
        pass


if __name__ == "__main__":
    fault, count = os.environ.get("FAKE_FAULT"), Path(os.environ["FAKE_STARTS"])
    with count.open("a") as file:
        file.write("x")
    if fault == "dies":
        sys.exit("Error occurred during initialization of VM\nToo small maximum heap")
    if fault == "port taken once" and count.stat().st_size == 1:
        sys.exit("java.net.BindException: Address already in use")
    if fault == "slow":
        time.sleep(2)
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[sys.argv.index("--port") + 1])), _Handler)
    print("Server started", flush=True)
    server.serve_forever()
