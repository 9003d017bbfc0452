"""Holds the exchanges that the stand-in is tested with against the Python client, which nobody here wrote: every request body must fit its
models of the REST API (they refuse unknown fields), and its engine in memory must find the same points with the same scores.

    python3 -m venv VENV && VENV/bin/pip install qdrant-client==1.20.0 && VENV/bin/python scripts/engines/check_qdrant_client.py [FILE]

Exit 1 when something differs. Opt-in: no test needs Python."""

import json
import re
import sys
from pathlib import Path

from qdrant_client import QdrantClient, models

source = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "data" / "qdrant-exchanges.jsonl"
client = QdrantClient(":memory:")
counts = {"bodies": 0, "searches": 0, "wrong": 0}


def wrong(step, what):
    counts["wrong"] += 1
    print(f"{step}: {what}")


def search(name, body):
    request = models.QueryRequest(**body)
    prefetch = request.prefetch
    found = client.query_points(
        name, query=request.query, using=request.using, prefetch=prefetch, query_filter=request.filter,
        limit=request.limit or 10, with_payload=False,
    )
    return [(str(point.id), point.score) for point in found.points]


def compare(step, name, body, expected):
    counts["searches"] += 1
    seen = search(name, body)
    wanted = [(str(point["id"]), point["score"]) for point in expected["points"]]
    # The client in memory lists points without a common term, with 0.
    seen = [pair for pair in seen if pair[1] != 0 or isinstance(body["query"], list)]
    is_tied = len({round(score, 4) for _, score in wanted}) == 1
    same = len(seen) == len(wanted) and all(
        (a[0] == b[0] or is_tied) and abs(a[1] - b[1]) < 1e-3 for a, b in zip(seen, wanted)
    )
    if not same:
        wrong(step, f"{wanted} here {seen}")


def apply(step, method, path, body, response):
    collection = re.fullmatch(r"/collections/([^/]+)", path)
    points = re.fullmatch(r"/collections/([^/]+)/points(/.*)?", path)
    if path == "/collections/aliases":
        client.update_collection_aliases(models.ChangeAliasesOperation(**body).actions)
    elif collection and method == "PUT":
        request = models.CreateCollection(**body)
        client.create_collection(collection[1], vectors_config=request.vectors, sparse_vectors_config=request.sparse_vectors)
    elif collection and method == "PATCH":
        models.UpdateCollection(**body)
    elif collection and method == "DELETE":
        client.delete_collection(collection[1])
    elif points and method == "PUT":
        client.upsert(points[1], models.PointsList(**body).points)
    elif points and points[2] == "/query":
        compare(step, points[1], body, response["result"])
    elif points and points[2] == "/query/batch":
        for request, result in zip(body["searches"], response["result"]):
            compare(step, points[1], request, result)
    elif points and points[2] == "/count":
        models.CountRequest(**body)
        seen = client.count(points[1]).count
        if seen != response["result"]["count"]:
            wrong(step, f"{response['result']['count']} points, here {seen}")
    elif points and points[2] == "/delete":
        client.delete(points[1], models.FilterSelector(**body) if "filter" in body else models.PointIdsList(**body))
    elif path.endswith("/index"):
        models.CreateFieldIndex(**body)
    else:
        return False
    return True


for line in source.read_text().splitlines():
    exchange = json.loads(line)
    if exchange["status"] != 200 or exchange.get("request") is None and exchange["method"] != "DELETE":
        continue
    try:
        path = exchange["path"].split("?")[0]
        if apply(exchange["step"], exchange["method"], path, exchange.get("request"), exchange["response"]):
            counts["bodies"] += 1
    except Exception as error:  # A refusal is the finding.
        wrong(exchange["step"], f"{type(error).__name__}: {error}")

print(f"{counts['bodies']} requests fit, {counts['searches']} searches compared, {counts['wrong']} differ")
sys.exit(1 if counts["wrong"] else 0)
