"""Passes CVAT's calls on to `livos serve`, which keeps the sessions."""

import json
import os
import urllib.error
import urllib.request


def handler(context, event):
    body = event.body if isinstance(event.body, bytes) else json.dumps(event.body).encode()
    headers = {"Content-Type": "application/json", "Token": os.environ["LIVOS_TOKEN"]}
    request = urllib.request.Request(os.environ["LIVOS_URL"], body, headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            status, text = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        status, text = error.code, error.read()
    return context.Response(body=text.decode(), headers={}, content_type="application/json", status_code=status)
