"""OCR engines behind the port ``pipeline.ports.OcrEngine``: one adapter a file."""
