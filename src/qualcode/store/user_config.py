"""The user's own configuration: who codes, when neither the command nor the environment says so, and keys of the desk."""

from collections.abc import Mapping
from typing import Any

from qualcode.errors import QualcodeError
from qualcode.store.files import read_text
from qualcode.store.yaml.document import read_yaml


def configured_coder() -> str:
    """`coder:` of config.yaml in the user's configuration folder, or ""."""
    return str(_configuration().get("coder", ""))


def configured_keys() -> dict[str, str]:
    """`keys:` of it: the name of an action -> its keys, with spaces between."""
    keys = _configuration().get("keys") or {}
    if not isinstance(keys, Mapping) or not all(isinstance(value, str) for value in keys.values()):
        raise QualcodeError("error.config_keys")
    return {str(name): str(value) for name, value in keys.items()}


def _configuration() -> Mapping[str, Any]:
    from platformdirs import user_config_path

    path = user_config_path("qualcode", appauthor=False) / "config.yaml"
    if not path.is_file():
        return {}
    value = read_yaml(read_text(path), path.name).value
    return value if isinstance(value, dict) else {}
