"""World → values: YAML text, the workspace's folders, the user's cache. The only room with ruamel.

Everything read here may come from a stranger's pull request: sizes and depths are bounded, links
are not followed, and every fault has its place in its file.
"""
