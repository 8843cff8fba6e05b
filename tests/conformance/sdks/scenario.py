"""What scenario.ts does, in Python: the task comes on standard input, the report goes to standard output, both as JSON."""

import base64
import io
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from trama_sdk import Trama, TramaError, verify_webhook

MISSING = "run_00000000000000000000000000000000"


def failure(work):
    try:
        work()
        return "no error"
    except TramaError as error:
        return {
            "name": type(error).__name__,
            "code": error.code,
            "status": error.status,
            "title": error.title,
            "message": error.message,
            "faults": error.faults,
            "details": error.details,
            "retryAfter": error.retry_after,
            "traced": error.trace_id is not None,
        }


def errors(task):
    trama = Trama(task["url"], api_key=task["key"], language="en")
    gone = Trama("http://127.0.0.1:1", api_key=task["key"], retries=0)
    wrong = Trama(task["url"], api_key="trm_wrong", language="en")
    return {
        "notFound": failure(lambda: trama.runs.get(MISSING)),
        "notFoundPt": failure(lambda: trama.runs.get(MISSING, options={"language": "pt-BR"})),
        "invalid": failure(lambda: trama.tables.create({"name": "", "columns": []})),
        "unauthorized": failure(lambda: wrong.me.get()),
        "stale": failure(lambda: trama.tenant.update({"name": "x"}, options={"if_match": '"0"'})),
        "noAnswer": failure(lambda: gone.me.get())["code"],
    }


def repeats(task):
    key, flow, name = task["key"], task["flow"], task["name"]
    trama = Trama(task["url"], api_key=key, language="en")

    def fault(what):
        return {"headers": {"x-fault": f"{what} {name}"}}

    with ThreadPoolExecutor() as threads:
        cut, busy, limited, once = [
            threads.submit(lambda: trama.runs.start(flow, {"data": {"name": name}}, options=fault("cut"))),
            threads.submit(lambda: trama.flows.get(flow, options=fault("busy"))),
            threads.submit(lambda: trama.flows.get(flow, options=fault("limited"))),
            threads.submit(failure, lambda: trama.flows.update(flow, {"folder": None}, options=fault("busy patch"))),
        ]
    tokens = Trama(task["url"], api_key=key, tokens="flows:read")
    expired = tokens.flows.get(flow, options=fault("expired"))
    beyond = failure(lambda: Trama(task["url"], api_key=key, tokens="flows:read", language="en").runs.get(MISSING))
    return {
        "cut": cut.result()["id"].startswith("run_"),
        "same": all(one["id"] == flow for one in (busy.result(), limited.result(), expired)),
        "once": once.result(),
        "beyond": beyond["code"],
    }


def lists(task):
    trama = Trama(task["url"], api_key=task["key"])
    where = [{"column": "n", "operator": "gt", "value": 1}]

    def of():
        return trama.tables.list_rows(task["table"], limit=2, where=where)

    first = of().first()
    tags = []
    told = {"on_answer": lambda _status, headers: tags.append(headers["etag"])}
    row = trama.tables.get_row(task["table"], first["data"][0]["id"], options=told)
    return {
        "all": [row["values"]["n"] for row in of()],
        "sizes": [len(page["data"]) for page in of().pages()],
        "first": len(first["data"]),
        "goesOn": first["nextCursor"] is not None,
        "taken": len(of().take(3)),
        "tagged": tags == [f'"{row["version"]}"'],
    }


def runs(task):
    trama = Trama(task["url"], api_key=task["key"])
    ended = trama.run(task["flow"], {"data": {"name": task["name"]}}, within=60)
    waiting = trama.runs.start(task["waitingFlow"], {"data": {}})
    late = failure(lambda: trama.wait_for_run(waiting["id"], within=0.2))
    seen = []
    for one in trama.runs.stream(waiting["id"], options={"headers": {"x-fault": f"torn {task['name']}"}}):
        node, status = one.data.get("node"), one.data.get("status")
        if one.event == "step" and node == "e" and status == "waiting":
            trama.runs.send_event(waiting["id"], {"name": "vai", "data": {}})
        if one.event == "step" and status == "succeeded":
            seen.append(node)
        if one.event == "end":
            seen.append(f"end {status}")
    answer = trama.hook(task["hook"]["tenant"], task["hook"]["path"], {"name": "Ana"})
    return {
        "ended": {"status": ended["status"], "output": ended["output"]},
        "late": late["code"],
        "seen": list(dict.fromkeys(seen)),
        "hook": {"status": answer.status, "body": answer.body},
    }


def files(task):
    trama = Trama(task["url"], api_key=task["key"])
    content = ("olá\n" * 50_000).encode()
    kept = trama.files.upload(io.BytesIO(content), name="olá.txt", type="text/plain")
    with trama.files.download(kept["file"]) as answer:
        size = sum(len(piece) for piece in answer)
    csv = trama.tables.export_rows(task["table"]).read().decode("utf-8-sig")
    return {"kept": kept, "bytes": size, "type": answer.headers.get("content-type"), "csv": len(csv.split("\n"))}


def webhooks(task):
    checked = []
    for one in task["messages"]:
        given = (one["headers"], one["body"])
        other = "whsec_" + base64.b64encode(b"x" * 24).decode()
        checked += [
            failure(lambda: checked.append(verify_webhook(one["secrets"], *given)["type"])),
            failure(lambda: verify_webhook(one["secrets"], one["headers"], one["body"] + " ")),
            failure(lambda: verify_webhook(one["secrets"], *given, now=time.time() + 400)),
            failure(lambda: verify_webhook([other], *given)),
        ]
    return {"checked": checked}


def main():
    task = json.load(sys.stdin)
    with ThreadPoolExecutor() as threads:
        asked = {one.__name__: threads.submit(one, task) for one in (errors, repeats, lists, runs, files, webhooks)}
    json.dump({name: one.result() for name, one in asked.items()}, sys.stdout)


main()
