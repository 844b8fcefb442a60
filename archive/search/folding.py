"""The folding of words as searching uses it; it lives in :mod:`archive.folding`, which knows nothing of Django."""

from archive.folding import LONGEST_WORD, find, fold, indexed, spans, stem, tokens, words

__all__ = ["LONGEST_WORD", "find", "fold", "indexed", "spans", "stem", "tokens", "words"]
