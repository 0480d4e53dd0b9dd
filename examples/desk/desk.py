"""A desk for people, in plain Python: conversations that were handed over are listed in the browser and answered there.

Try it:  PORT=9001 TOKEN=... CONNECTOR=http://127.0.0.1:8090 python3 desk.py, then open http://127.0.0.1:9001/
Channel: responder: {type: Http, http: {url: ..., auth: ..., deskUrl: "http://<this host>:9001/messages"}}
TOKEN is the value of the responder's Secret. CONNECTOR is where replies go; {channel} in it is the Channel's name. It keeps
what is said as long as it runs, and knows nobody: a desk of your own has a database, and a login in front of all but /messages.
"""
import hmac, html, json, os, threading, urllib.error, urllib.parse, urllib.request, uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOKEN = os.environ["TOKEN"]
CONNECTOR = os.environ.get("CONNECTOR", "http://{channel}-connector-internal.default.svc:8090")
OPEN, LOCK = {}, threading.Lock()  # (channel, conversation): why people have it, its lines, the ids of its messages

PAGE = """<!doctype html><meta charset="utf-8"><title>Desk</title><h1>{count} waiting</h1>{all}{typing}"""
CONVERSATION = """<h2>{channel}: {reason}</h2><ul>{lines}</ul><form method="post" action="/say">
<input type="hidden" name="id" value="{id}"><input type="hidden" name="channel" value="{channel}">
<input type="hidden" name="conversation" value="{conversation}"><input type="hidden" name="to" value="{to}">
<label>Answer <input name="text"></label> <button>Send</button> <button name="settle" value="yes">Settled</button></form>"""
# Whoever writes says so every few seconds; a customer sees it for six.
TYPING = """<script>let last = 0; document.oninput = ({target}) => { if (Date.now() - last > 3000) {
last = Date.now(); fetch("/typing", {method: "POST", body: new URLSearchParams(new FormData(target.form))}); } };</script>"""


class Desk(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # else it closes connections that clients may already be writing to again

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/messages":
            if not hmac.compare_digest(self.headers.get("Authorization", ""), "Bearer " + TOKEN):
                return self.answer(401)
            take(json.loads(body))
            self.answer(204)
        elif self.path in ("/say", "/typing"):
            # A page of somebody else's must not speak for whoever has this one open.
            if self.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
                return self.answer(403)
            form = dict(urllib.parse.parse_qsl(body.decode()))
            if self.path == "/typing":
                send((form["channel"], form["conversation"]), "cx.touchpoint.conversation.typing", {"on": True})
                return self.answer(204)  # if it was lost, the next one comes soon
            problem = say(form)
            self.answer(502, html.escape(problem)) if problem else self.answer(303)
        else:
            self.answer(404)

    def do_GET(self):
        if self.path != "/":
            return self.answer(404)
        text, last = page()
        self.answer(200, text)
        shown(last)

    def answer(self, status, text=""):
        body = text.encode()
        self.send_response(status)
        if status == 303:
            self.send_header("Location", "/")
        if status != 204:
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def take(message):
    """A customer's message. The same one may come again, with the same id."""
    data = message["data"]
    with LOCK:
        known = OPEN.setdefault((data["channel"], data["conversation"]), {"lines": [], "ids": []})
        known["reason"] = data.get("handover", {}).get("reason", "no reason given")
        if not known["lines"]:
            known["lines"] = [(it["author"], part["text"]) for it in data.get("history", []) for part in it["parts"]]
        if message["id"] not in known["ids"]:
            known["ids"].append(message["id"])
            known["lines"].append(("Customer", data["text"]))


def say(form):
    """An answer, or that the matter is settled, or both at once. Returns why not, if so."""
    key = (form["channel"], form["conversation"])
    settled = form.get("settle") == "yes"
    data = {"author": "Human", "inReplyTo": form["to"]}
    if form.get("text"):
        data["parts"] = [{"text": form["text"]}]
    elif not settled:
        return "Write an answer."
    kind = "cx.touchpoint.conversation.resolved" if settled else "cx.touchpoint.message.reply"
    # The id was made with the page, so an answer that is sent twice is said once.
    problem = send(key, kind, data, form["id"])
    if problem:
        return problem
    with LOCK:
        if settled:
            OPEN.pop(key, None)
        elif key in OPEN:
            OPEN[key]["lines"].append(("Human", form["text"]))


def send(key, kind, data, id=None):
    """Tells the connector something about a conversation. Returns why not, if so."""
    event = {"specversion": "1.0", "id": id or str(uuid.uuid4()), "source": "/desk", "type": kind, "data": data}
    request = urllib.request.Request(
        CONNECTOR.format(channel=key[0]) + "/v1/conversations/" + urllib.parse.quote(key[1], safe="") + "/messages",
        json.dumps(event).encode(),
        {"Content-Type": "application/cloudevents+json", "Authorization": "Bearer " + TOKEN})
    try:
        urllib.request.urlopen(request, timeout=10).close()
    except urllib.error.HTTPError as refused:
        return json.load(refused)["detail"]
    except OSError as lost:
        return f"{lost}. Send it again."


def shown(page):
    """Whoever has the page open has read what is on it: the last messages by conversation. Customers are told once."""
    for key, last in page.items():
        with LOCK:
            told = key not in OPEN or OPEN[key].get("read") == last
        if not told and not send(key, "cx.touchpoint.message.read", {"upTo": last}):
            with LOCK:
                if key in OPEN:
                    OPEN[key]["read"] = last


def page():
    with LOCK:
        listed = [CONVERSATION.format(
            id=uuid.uuid4(), channel=html.escape(channel), conversation=html.escape(conversation),
            reason=html.escape(known["reason"]), to=html.escape(known["ids"][-1]),
            lines="".join(f"<li><b>{html.escape(who)}</b> {html.escape(text)}" for who, text in known["lines"]))
            for (channel, conversation), known in OPEN.items()]
        last = {key: known["ids"][-1] for key, known in OPEN.items()}
    return PAGE.format(count=len(listed), all="".join(listed), typing=TYPING), last


ThreadingHTTPServer(("", int(os.environ.get("PORT", "9001"))), Desk).serve_forever()
