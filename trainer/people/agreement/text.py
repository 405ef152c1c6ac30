"""The text that is signed, as bytes that are the same on every machine, and its digest; no party is in it."""

import json
from hashlib import sha256

from trainer.people.agreement.agreement import Text


def canonical(text: Text) -> bytes:
    """Return `text` as JSON without anything that could be written in two ways."""
    written = {
        "agreement": 1,
        "title": text.title,
        "fixed": text.fixed,
        "clauses": [
            {
                "clause": clause.clause,
                "words": clause.text,
                "agreed": clause.is_agreed,
                "dissents": [{"side": dissent.side, "text": dissent.text} for dissent in clause.dissents],
            }
            for clause in text.clauses
        ],
    }
    return json.dumps(written, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def digest_of(text: Text) -> str:
    """Return the SHA-256 of `text`, in hexadecimal."""
    return sha256(canonical(text)).hexdigest()
