"""What `opsgen init` is told for workspaces that tests lay down, and a file of it that cannot be read."""

VALUES = {
    "title": "Our projects",
    "owner": "Wang",
    "languages": "en",
    "currency": "CNY",
    "timezone": "Asia/Shanghai",
    "calendar": "CN",
    "site_url": "",
    "repo_url": "",
    "forge": "gitlab",
    "branch": "main",
    "package": "opsgen==0.1.0",
    "version": "0.1.0",
    "start": "2026-11-23",
    "first": "2026-12-23",
    "second": "2027-01-22",
    "finish": "2027-02-21",
}
BROKEN = "title: [\n"
