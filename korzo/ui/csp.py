"""Hashes of the style blocks that the editor inserts.

A page kept in the page cache cannot carry a nonce, so the blocks of Trix are allowed by their content. They belong to
the vendored release and to no other: `tests/test_vendored.py` reckons them anew from the vendored file.
"""

TRIX_VERSION = "2.1.19"

TRIX_STYLE_HASHES: list[str] = [
    # The editor puts an empty block into the page first and its text afterwards: both are judged.
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    "'sha256-c5Z9aB2t69CSpeI1aC8dDLr7LZYZlynV8iY/8Uc9ZFk='",
    "'sha256-jAP18ioNeNaQBBU5RJvT96kjJnVxHvZs+s8WUNiLnvA='",
]
