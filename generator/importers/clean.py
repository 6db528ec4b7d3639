def clean_body(text: str, html: bool) -> str:
    return text
