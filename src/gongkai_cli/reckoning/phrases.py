"""What the two grammars share: a phrase that cannot be understood, and its plain form."""

import unicodedata


class PhraseError(ValueError):
    """A phrase the grammar does not know, or that contradicts itself. It is never guessed at.

    The message is a Chinese sentence that quotes the phrase.
    """


def plain_form(phrase: str) -> str:
    """`phrase` with half-width digits and punctuation, and without white space."""
    return "".join(unicodedata.normalize("NFKC", phrase).split())
