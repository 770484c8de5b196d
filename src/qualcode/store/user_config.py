"""The user's own configuration: who codes, when neither the command nor the environment says so."""

from qualcode.store.files import read_text
from qualcode.store.plain_yaml import read_yaml


def configured_coder() -> str:
    """`coder:` of config.yaml in the user's configuration folder, or ""."""
    from platformdirs import user_config_path

    path = user_config_path("qualcode", appauthor=False) / "config.yaml"
    if not path.is_file():
        return ""
    value = read_yaml(read_text(path), path.name).value
    return str(value.get("coder", "")) if isinstance(value, dict) else ""
