"""Check an exported Luoshi ledger. Needs Python 3.8 or newer and nothing else; read it before you trust it.

    python verify_ledger.py EXPORT.jsonl                   everything in the export
    python verify_ledger.py EXPORT.jsonl --kept HEAD.json  and that it continues a head you kept from earlier
    python verify_ledger.py --receipt RECEIPT.json         one event, or an older head, without the export

Checked: every event hashes to its leaf (RFC 9162), leaves are numbered without gap, every head is the root of
the events before it, its signature (Ed25519) is the installation's. Not checked: that events say the truth.
"""

import argparse, hashlib, json, sys

FIELDS = ("at", "body", "id", "kind", "person", "subject", "task", "unit")  # in order, as they are hashed
encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
def leaf_hash(data): return hashlib.sha256(b"\0" + data).digest()
def node_hash(left, right): return hashlib.sha256(b"\1" + left + right).digest()
def leaf_data(event): return encode({name: event[name] for name in FIELDS}).encode()
def push(peaks, leaf):
    size, top = 1, leaf
    while peaks and peaks[-1][0] == size:
        _, left = peaks.pop()
        size, top = size * 2, node_hash(left, top)
    peaks.append((size, top))
def root_of(peaks):
    top = peaks[-1][1] if peaks else hashlib.sha256(b"").digest()
    for _, left in reversed(peaks[:-1]):
        top = node_hash(left, top)
    return top

def follow(n, last, old, new, path):
    """Return the roots a path leads to (RFC 9162, 2.1.3.2 and 2.1.4.2); None where it does not fit."""
    for step in path if 0 <= n <= last else ():
        if last == 0:
            return None, None
        if n & 1 or n == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while n and not n & 1:
                n, last = n >> 1, last >> 1
        else:
            new = node_hash(new, step)
        n, last = n >> 1, last >> 1
    return (old, new) if n == last == 0 else (None, None)

def root_from_path(leaf, n, size, path): return follow(n, size - 1, leaf, leaf, path)[1]
def continues(old, head, path):
    """Tell whether a log begins with the log of an older head: by a consistency path between the roots."""
    if not 0 < old["size"] < head["size"]:
        return (old["size"], old["root"], []) == (head["size"], head["root"], path)
    n, last, path = old["size"] - 1, head["size"] - 1, [bytes.fromhex(step) for step in path]
    while n & 1:
        n, last = n >> 1, last >> 1
    first = path.pop(0) if n and path else bytes.fromhex(old["root"])
    return follow(n, last, first, first, path) == (bytes.fromhex(old["root"]), bytes.fromhex(head["root"]))

P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
def x_of(y, sign):
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - xx) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x
def point(data):
    number = int.from_bytes(data, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    x = x_of(y, sign) if y < P else None
    return None if x is None else (x, y, 1, x * y % P)
def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P
def times(n, p):
    q = (0, 1, 1, 0)
    while n:
        q, p, n = (add(q, p) if n & 1 else q), add(p, p), n >> 1
    return q
BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
def signature_holds(key, signature, message):
    a, r, s = point(key), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if len(key) != 32 or len(signature) != 64 or a is None or r is None or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    one, other = times(s, BASE), add(r, times(h, a))
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 == (one[1] * other[2] - other[1] * one[2]) % P

def signed_words(head): return f"luoshi.head/1\n{head['size']}\n{head['root']}\n{head['at']}\n".encode()
def head_holds(head, key):
    return signature_holds(bytes.fromhex(key), bytes.fromhex(head["signature"]), signed_words(head))

def check_export(rows, kept=None):
    peaks, key, n_events, vouched, met = [], None, 0, -1, kept is None
    for number, row in enumerate(rows, 1):
        try:
            row = json.loads(row) if isinstance(row, str) else row
            if row.get("ledger") == "luoshi.ledger/1":
                key = row["key"]
            elif "n" in row:
                if row["n"] != n_events:
                    yield f"line {number}: event {n_events} is missing, {row['n']} stands in its place"
                leaf, n_events = leaf_hash(leaf_data(row["event"])), n_events + 1
                push(peaks, leaf)
                if row["leaf"] != leaf.hex():
                    yield f"line {number}: event {row['event']['id']} was changed after it was sealed"
                if kept and kept["size"] == n_events:
                    met = root_of(peaks).hex() == kept["root"] and head_holds(kept, key)
            elif "head" in row:
                head, vouched = row["head"], n_events
                if head["size"] != n_events or head["root"] != root_of(peaks).hex():
                    yield f"line {number}: an event before this head was changed, removed or moved"
                if key is None or not head_holds(head, key):
                    yield f"line {number}: the signature of this head is not the installation's"
            elif not {"table", "unsealed", "end"} & set(row):
                yield f"line {number} is of no known kind"
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            yield f"line {number} cannot be read: {error!r}"
    if not met:
        yield "this ledger does not continue the head that was kept"
    if vouched != n_events:
        yield "no signed head after the last event: nothing vouches for it"

def check_receipt(receipt):
    head = receipt["head"]
    if "event" in receipt:
        leaf, path = leaf_hash(leaf_data(receipt["event"])), [bytes.fromhex(step) for step in receipt["path"]]
        if root_from_path(leaf, receipt["n"], head["size"], path) != bytes.fromhex(head["root"]):
            yield "the event is not in the log that this head signs"
    if "since" in receipt and not (continues(receipt["since"], head, receipt["consistency"])
                                   and head_holds(receipt["since"], receipt["key"])):
        yield "the log that this head signs does not continue the older one"
    if not head_holds(head, receipt["key"]):
        yield "the signature of the head is not this installation's"

def load(path): return json.load(open(path, encoding="utf-8"))
def main():
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("export", nargs="?")
    parser.add_argument("--kept", help="a head kept from earlier, JSON")
    parser.add_argument("--receipt", help="a receipt, JSON")
    given = parser.parse_args()
    wrong = list(check_receipt(load(given.receipt))) if given.receipt else []
    if given.export:
        lines = open(given.export, encoding="utf-8", errors="replace")
        wrong += check_export(lines, given.kept and load(given.kept))
    verdict = "the ledger does not verify" if wrong else "the ledger verifies"
    print(*(f"WRONG: {line}" for line in wrong), verdict, sep="\n")
    sys.exit(1 if wrong or not (given.export or given.receipt) else 0)
if __name__ == "__main__": main()
