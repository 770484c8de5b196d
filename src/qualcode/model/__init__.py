"""The field's words as frozen values: where (`Span`), who said it (`Turn`), what applies there (`Coding`), how we know (`Event`)."""
