"""OAI-PMH 2.0: whole collections for harvesters, and again what has changed since. https://www.openarchives.org/OAI/openarchivesprotocol.html"""

from archive.exports.oai.answering import Repository, answer

__all__ = ["Repository", "answer"]
