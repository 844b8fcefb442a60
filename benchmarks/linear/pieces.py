"""The pieces of a grammar: short strings that match its patterns, parts of its patterns, or almost match, and the words of its tables.

The patterns are all that the modules of a grammar have: compiled ones, the tables of compiled ones, and those that are written where they
are used (``re.sub(r"…", …)``), which are found in the source.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import random
import re
import sys
from collections.abc import Iterable, Iterator
from re import _constants as codes
from re import _parser as parser
from types import ModuleType
from typing import Any

_LONGEST = 60
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ENDLESS = parser.MAXREPEAT
_SAMPLES = {"DIGIT": "17", "SPACE": " \n", "WORD": "aB3", "NOT_DIGIT": "a ", "NOT_SPACE": "a.", "NOT_WORD": " .,["}
_OTHERS = "a A1.,[(“\n–"


def modules(*names: str) -> list[ModuleType]:
    """Return modules and packages by name, with everything in the packages."""
    found = []
    for name in names:
        module = importlib.import_module(name)
        found.append(module)
        for below in pkgutil.walk_packages(getattr(module, "__path__", ()), f"{name}."):
            found.append(importlib.import_module(below.name))
    return found


def collect(names: Iterable[str], chance: random.Random, samples: int = 3) -> list[str]:
    """Return the pieces of the grammars in these modules, in a fixed order for each state of ``chance``."""
    pieces: dict[str, None] = {}
    for module in modules(*names):
        for pattern in dict.fromkeys(_patterns(module)):
            pieces |= dict.fromkeys(_of_pattern(pattern, chance, samples))
        words = sorted(set(_words(value for name, value in vars(module).items() if not name.startswith("__"))))
        pieces |= dict.fromkeys(chance.sample(words, min(len(words), 40)))
    return [piece for piece in pieces if piece and len(piece) <= _LONGEST and not _SURROGATE.search(piece)]


# --- patterns ------------------------------------------------------------------------------------------------------------


def _patterns(module: ModuleType) -> Iterator[tuple[str, int]]:
    for value in vars(module).values():
        yield from _compiled(value, 3)
    try:
        tree = ast.parse(inspect.getsource(module))
    except (OSError, TypeError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "re"):
                continue
            try:
                text = eval(compile(ast.Expression(node.args[0]), module.__name__, "eval"), vars(module))
                re.compile(text)
            except Exception:  # it depends on what a function is called with
                continue
            if isinstance(text, str):
                yield text, 0


def _compiled(value: Any, depth: int) -> Iterator[tuple[str, int]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value.pattern, value.flags & (re.IGNORECASE | re.VERBOSE | re.MULTILINE | re.DOTALL)
    elif depth and isinstance(value, dict):
        for one in value.values():
            yield from _compiled(one, depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _compiled(one, depth - 1)
    elif depth and hasattr(value, "pattern"):
        yield from _compiled(value.pattern, depth - 1)


def _of_pattern(pattern: tuple[str, int], chance: random.Random, samples: int) -> Iterator[str]:
    try:
        tree = parser.parse(*pattern)
    except re.error:
        return
    for _ in range(samples):
        whole = _string(tree, chance)
        yield whole
        yield whole[: chance.randint(0, len(whole))]
        yield whole[chance.randint(0, len(whole)) :]
    for part in _parts(tree):
        yield _string(part, chance)
        yield _string(part, chance)[:-1]


def _parts(tree: Any) -> Iterator[Any]:
    """Yield the parts of a pattern that are patterns themselves: groups, branches, what is repeated, what is looked for."""
    for operation, value in tree:
        for inner in _inner(operation, value):
            yield inner
            yield from _parts(inner)
        if operation in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            yield [(operation, value)]


def _inner(operation: Any, value: Any) -> list[Any]:
    if operation is codes.SUBPATTERN:
        return [value[3]]
    if operation is codes.BRANCH:
        return list(value[1])
    if operation in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        return [value[2]]
    if operation in (codes.ASSERT, codes.ASSERT_NOT):
        return [value[1]]
    return [value] if operation is codes.ATOMIC_GROUP else []


def _string(tree: Any, chance: random.Random) -> str:
    """Return a string that a pattern matches, as far as what it looks back and forward to allows."""
    out = ""
    for operation, value in tree:
        if len(out) > _LONGEST:
            break
        if operation is codes.LITERAL:
            out += chr(value)
        elif operation is codes.NOT_LITERAL:
            out += next(one for one in chance.sample(_OTHERS, len(_OTHERS)) if one != chr(value))
        elif operation is codes.ANY:
            out += chance.choice("a 1")
        elif operation is codes.IN:
            out += _one_of(value, chance)
        elif operation is codes.BRANCH:
            out += _string(chance.choice(value[1]), chance)
        elif operation in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            least, most, inner = value
            times = least + chance.randint(0, 2) if most is _ENDLESS else min(most, least + chance.randint(0, 2))
            out += "".join(_string(inner, chance) for _ in range(min(times, 8)))
        elif operation is codes.ASSERT and value[0] > 0:
            out += _string(value[1], chance) if chance.random() < 0.3 else ""
        elif operation in (codes.SUBPATTERN, codes.ATOMIC_GROUP):
            out += _string(_inner(operation, value)[0], chance)
    return out


def _one_of(members: Any, chance: random.Random) -> str:
    if members[0][0] is codes.NEGATE:
        excluded = re.compile("[" + "".join(map(_as_class, members[1:])) + "]")
        fitting = [one for one in _OTHERS + "xyz;" if not excluded.match(one)]
        return chance.choice(fitting) if fitting else ""
    operation, value = chance.choice(members)
    if operation is codes.LITERAL:
        return chr(value)
    if operation is codes.RANGE:
        return chr(chance.choice(value))
    return chance.choice(_SAMPLES[str(value).removeprefix("CATEGORY_")])


def _as_class(member: Any) -> str:
    operation, value = member
    if operation is codes.LITERAL:
        return re.escape(chr(value))
    if operation is codes.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    name = str(value).removeprefix("CATEGORY_")
    letter = {"D": r"\d", "S": r"\s", "W": r"\w"}[name.removeprefix("NOT_")[0]]
    return letter.upper() if name.startswith("NOT_") else letter


# --- words of tables -----------------------------------------------------------------------------------------------------


def _words(values: Iterable[Any], depth: int = 2) -> Iterator[str]:
    for value in values:
        if isinstance(value, str) and depth < 2 and 0 < len(value) <= 40:
            yield value
        elif depth and isinstance(value, dict):
            yield from _words([*value, *value.values()], depth - 1)
        elif depth and isinstance(value, list | tuple | set | frozenset):
            yield from _words(value, depth - 1)


if __name__ == "__main__":
    print(*map(repr, collect(sys.argv[1:], random.Random(1))), sep="\n")
