"""One call of the Bot API, whatever way its parameters came."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from tests.telegram.simulator.refusals import Refusal, bad_request

UPLOAD_LIMIT = 50 * 1024 * 1024
TRUE = ("true", "1", "yes", "t", "y")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the call."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """A method and its parameters, all of them text, as the real server sees them."""

    method: str
    values: Mapping[str, str]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.values.get(name, "")

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in TRUE

    def number(self, name: str) -> int:
        """0 when it is missing or no number, like the real server."""
        try:
            return int(self.text(name))
        except ValueError:
            return 0

    def between(self, name: str, low: int, high: int, *, default: int) -> int:
        """A number pressed into its range, like the real server does it."""
        return max(low, min(high, self.number(name))) if name in self.values else default

    @property
    def chat(self) -> int | None:
        return self.number("chat_id") or None


async def read_call(request: Request, method: str) -> Call:
    """Collect the parameters from the address and from a body of any of the three kinds."""
    values: dict[str, str] = dict(request.query_params)
    uploads: dict[str, Upload] = {}
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == "application/json":
        values.update(_from_json(await request.body()))
    elif kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        try:
            form = await request.form(max_part_size=UPLOAD_LIMIT)
        except HTTPException:
            raise bad_request("can't parse the request body") from None
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                uploads[name] = await _upload(value)
            else:
                values[name] = value
    return Call(method, values, uploads)


async def _upload(file: UploadFile) -> Upload:
    content = await file.read()
    if len(content) > UPLOAD_LIMIT:
        raise Refusal(413, "Request Entity Too Large")
    return Upload(file.filename or "file", file.content_type or "application/octet-stream", content)


def _from_json(body: bytes) -> dict[str, str]:
    if not body:
        return {}
    try:
        shape = json.loads(body)
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    except ValueError:
        raise bad_request("can't parse JSON encoded request body") from None
    if not isinstance(shape, dict):
        raise bad_request("request body must be a JSON object")
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in shape.items()
        if value is not None
    }
