"""Reading: bytes or text in, a Document out, with its blocks, language, title, publisher and date."""

from pipeline.reading.documents import load_bytes, make_document, read_bytes, read_document

__all__ = ["load_bytes", "make_document", "read_bytes", "read_document"]
