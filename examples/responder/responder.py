"""A responder in plain Python: the connector posts a customer's message here, we answer with a reply.

Try it:  PORT=9000 python3 responder.py
Channel: responder: {type: Http, http: {url: "http://<this host>:9000/answer", timeout: 5s}}
Set TOKEN to the value of the responder's Secret to admit nobody but your channels. Set HANDOFF where the Channel has a
ConversationHistory: whoever asks for a person, or what nobody here knows, is handed to people (examples/desk).
"""
import hmac, json, os, uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

EXPECTED = "Bearer " + os.environ.get("TOKEN", "")
KNOWN = {"open": "We are open Monday to Friday, 8 to 18 o'clock.", "ship": "We ship within two days."}


class Responder(BaseHTTPRequestHandler):
    def do_POST(self):
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if "TOKEN" in os.environ and not hmac.compare_digest(self.headers.get("Authorization", ""), EXPECTED):
            return self.send_error(401)
        # The same message may be asked again with the same message["id"]; what changes things must look at it.
        question = message["data"]["text"].lower()
        answers = [answer for word, answer in KNOWN.items() if word in question]
        kind, data = "cx.touchpoint.message.reply", {"author": "Automated"}
        if "HANDOFF" in os.environ and not answers:
            kind = "cx.touchpoint.conversation.handoff"
            data["reason"] = "asks for a person" if "person" in question else "nobody here knows"
        data["parts"] = [{"text": answer} for answer in answers or ["Good question. A colleague will know."]]
        reply = {"specversion": "1.0", "type": kind, "source": "/responder", "id": str(uuid.uuid4()), "data": data}
        body = json.dumps(reply).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/cloudevents+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(("", int(os.environ.get("PORT", "9000"))), Responder).serve_forever()
