# SPDX-License-Identifier: Apache-2.0
"""A website with one article, which is there or not."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

TEXT = """# 待ち行列のはなし

待ち行列は、仕事を頼む側と引き受ける側のあいだに置く列です。頼む側は、短いメッセージを列に並べて、すぐに次の仕事へ移ります。

## 混雑に強くなる

注文が一気に増えても、列が長くなるだけで、処理する側は倒れません。引き受ける側は、自分のペースで列の先頭から取り出します。
"""


class Website:
    """Runs while it is entered."""

    def __init__(self, port: int = 0, status_without: int = 404):
        self.has_article = False
        self.asked_for: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                site.asked_for.append(self.path)
                body = site.page() if site.has_article else b"There is nothing here."
                self.send_response(200 if site.has_article else status_without)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}/article"

    def __enter__(self) -> "Website":
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @staticmethod
    def page() -> bytes:
        parts = "".join(
            f"<h2>{part.lstrip('# ')}</h2>" if part.startswith("#") else f"<p>{part}</p>"
            for part in TEXT.strip().split("\n\n"))
        head = "<!doctype html><html lang=ja><title>待ち行列のはなし</title>"
        return f"{head}<article>{parts}</article>".encode()
