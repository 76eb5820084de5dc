"""The log is RFC 9162's: checked against published vectors, and every alteration shows."""

import ast
import hashlib
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey

from luoshi.ledger import merkle, verify_ledger

# Leaves and roots of the reference tests of Certificate Transparency (RFC 6962 hashing).
DATA = [bytes.fromhex(h) for h in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("n", range(1, 9))
def test_roots_are_the_published_ones(n: int) -> None:
    assert ROOTS[n - 1] == merkle.root([merkle.leaf_hash(d) for d in DATA[:n]]).hex()


def test_the_empty_log_has_the_hash_of_nothing() -> None:
    assert hashlib.sha256(b"").digest() == merkle.root([])


@given(st.integers(1, 70), st.data())
def test_every_event_has_a_path_to_the_root_and_no_other(size: int, data: st.DataObject) -> None:
    leaves = [merkle.leaf_hash(bytes([n])) for n in range(size)]
    n = data.draw(st.integers(0, size - 1))
    path = merkle.inclusion_path(leaves, n)
    top = merkle.root(leaves)

    assert top == verify_ledger.root_from_path(leaves[n], n, size, path)
    assert top != verify_ledger.root_from_path(merkle.leaf_hash(b"other"), n, size, path)
    assert top != verify_ledger.root_from_path(leaves[n], n, size, [*path, top])


def head(leaves: list[bytes]) -> dict[str, object]:
    return {"size": len(leaves), "root": merkle.root(leaves).hex()}


@given(st.integers(1, 60), st.data())
def test_a_log_proves_that_it_continues_an_older_one(size: int, data: st.DataObject) -> None:
    """The proof leads from the kept root to the new one, and to no other; one step less or more does not."""
    leaves = [merkle.leaf_hash(bytes([n])) for n in range(size)]
    old = data.draw(st.integers(1, size))
    proof = [step.hex() for step in merkle.consistency_path(leaves, old)]
    at = data.draw(st.integers(0, old - 1))
    rewritten = [*leaves[:at], merkle.leaf_hash(b"other"), *leaves[at + 1 :]]
    continues = verify_ledger.continues

    assert continues(head(leaves[:old]), head(leaves), proof)
    assert not continues(head(rewritten[:old]), head(leaves), proof)
    assert not continues(head(leaves[:old]), head(rewritten), proof)
    assert not continues(head(leaves[:old]), head(leaves), [*proof, proof[-1] if proof else "00" * 32])
    assert not proof or not continues(head(leaves[:old]), head(leaves), proof[:-1])


@pytest.mark.parametrize(
    ("old", "new", "proof"),
    [  # of the reference tests of Certificate Transparency
        (1, 1, []),
        (1, 8, ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"]),
        (6, 8, ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"]),
        (2, 5, ["5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"]),
    ],
)  # fmt: skip
def test_consistency_proofs_are_the_published_ones(old: int, new: int, proof: list[str]) -> None:
    leaves = [merkle.leaf_hash(d) for d in DATA[:new]]

    assert proof == [step.hex() for step in merkle.consistency_path(leaves, old)]
    assert verify_ledger.continues(head(leaves[:old]), head(leaves), proof)


@pytest.mark.parametrize("size", [0, -1, 9])
def test_a_head_of_no_size_is_continued_by_nothing(size: int) -> None:
    leaves = [merkle.leaf_hash(d) for d in DATA]

    assert not verify_ledger.continues({"size": size, "root": ROOTS[0]}, head(leaves), [])


# RFC 8032, section 7.1, tests 1 to 3: secret key, message.
SECRETS = [
    ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", ""),
    ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "72"),
    ("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "af82"),
]


@pytest.mark.parametrize(("secret", "message"), SECRETS)
def test_the_verifier_knows_a_true_signature_from_a_false_one(secret: str, message: str) -> None:
    key = SigningKey(bytes.fromhex(secret))
    words = bytes.fromhex(message)
    signature = key.sign(words).signature
    public = key.verify_key.encode()

    assert verify_ledger.signature_holds(public, signature, words)
    assert not verify_ledger.signature_holds(public, signature, words + b"x")
    assert not verify_ledger.signature_holds(public, signature[:32] + bytes(32), words)
    assert not verify_ledger.signature_holds(bytes(32), signature, words)


def export(n: int, heads: set[int]) -> list[str]:
    """An export of ``n`` events with a signed head after each number in ``heads``."""
    key = SigningKey(bytes(range(32)))
    lines = [json.dumps({"ledger": "luoshi.ledger/1", "key": key.verify_key.encode().hex()})]
    peaks: list[merkle.Peak] = []
    for number in range(n):
        event = {"id": number, "at": "2026-03-02T09:00:00+00:00", "kind": "reported", "task": "2026-0001",
                 "subject": "", "person": 1, "unit": 2, "body": f'{{"words":"第{number}次"}}'}  # fmt: skip
        leaf = merkle.leaf_hash(verify_ledger.leaf_data(event))
        lines.append(json.dumps({"n": number, "leaf": leaf.hex(), "event": event}, ensure_ascii=False))
        merkle.push(peaks, leaf)
        if number + 1 in heads:
            head = {
                "size": number + 1,
                "root": merkle.root_of(peaks).hex(),
                "at": "2026-03-02T09:01:00+00:00",
            }
            head["signature"] = key.sign(verify_ledger.signed_words(head)).signature.hex()
            lines.append(json.dumps({"head": head}))
    return lines


def test_an_untouched_export_verifies() -> None:
    assert [] == list(verify_ledger.check_export(map(json.loads, export(20, {7, 20}))))


@given(st.data())
def test_any_change_to_an_export_shows(data: st.DataObject) -> None:
    lines = export(12, {5, 12})
    inner_head = 6  # after event 5; a reader may do without it, as long as a later one stands
    at = data.draw(st.integers(1, len(lines) - 1).filter(lambda n: n != inner_head))
    act = data.draw(st.sampled_from(["drop", "swap", "edit"]))
    if act == "drop":
        lines.pop(at)
    elif act == "swap":
        other = data.draw(st.integers(1, len(lines) - 1).filter(lambda n: n != at))
        lines[at], lines[other] = lines[other], lines[at]
    else:
        row = json.loads(lines[at])
        if "event" in row:
            row["event"]["body"] += " "
        else:
            row["head"]["at"] = "2026-03-02T09:02:00+00:00"
        lines[at] = json.dumps(row, ensure_ascii=False)

    assert list(verify_ledger.check_export(map(json.loads, lines)))


def test_a_ledger_that_was_rewritten_does_not_continue_a_head_somebody_kept() -> None:
    old = next(json.loads(line)["head"] for line in export(5, {5}) if '"head"' in line)
    rewritten = [line.replace("第2次", "第九次") for line in export(9, set())]

    assert [] == list(verify_ledger.check_export(map(json.loads, export(9, {9})), old))
    assert any("continue" in line for line in verify_ledger.check_export(map(json.loads, rewritten), old))


@given(st.data())
def test_a_flipped_bit_anywhere_is_found_at_its_line(data: st.DataObject) -> None:
    """Whatever of an entry still reads the same (as the case of a hexadecimal digit) was not changed."""
    lines = export(9, {4, 9})
    at = data.draw(st.integers(1, len(lines)))
    line = lines[at - 1].encode()
    place, bit = data.draw(st.integers(0, len(line) - 1)), data.draw(st.integers(0, 7))
    flipped = line[:place] + bytes([line[place] ^ 1 << bit]) + line[place + 1 :]
    lines[at - 1] = flipped.decode(errors="replace")
    found = list(verify_ledger.check_export(iter(lines)))

    if '"event"' in line.decode():
        assert any(re.match(rf"line ({at}|{at + 1}|{at + 2})\b", one) for one in found)
        assert not any(re.match(rf"line {n}\b", one) for one in found for n in range(1, at))
    else:
        assert found or lines[at - 1].lower() == line.decode().lower()


def test_a_changed_event_is_named() -> None:
    lines = [line.replace("第2次", "第9次") for line in export(9, {9})]

    assert "line 4: event 2 was changed after it was sealed" == next(verify_ledger.check_export(lines))


@pytest.mark.parametrize(
    "junk", ["", "[]", "7", '"n"', '{"n": 0}', '{"head": 1}', '{"head": {}}', '{"ledger": 1}']
)
def test_a_line_that_is_none_is_told_and_does_not_end_the_check(junk: str) -> None:
    lines = export(3, {3})
    found = list(verify_ledger.check_export([*lines[:2], junk, *lines[2:]]))

    assert any(one.startswith("line 3") for one in found)


def test_the_verifier_is_short_and_stands_alone(root) -> None:
    text = (root / "src/luoshi/ledger/verify_ledger.py").read_text(encoding="utf-8")
    imported = [node for node in ast.walk(ast.parse(text)) if isinstance(node, (ast.Import, ast.ImportFrom))]

    assert len(text.splitlines()) <= 150
    assert {"argparse", "hashlib", "json", "sys"} == {name.name for node in imported for name in node.names}
