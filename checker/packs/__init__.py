"""Rules as data: YAML files with rules of six kinds, whose patterns run on RE2. Nothing in a pack is ever run."""
