"""A client generated from the definition verifies a scan and reads the record.

Usage: client.py URL SCAN, with the generated package `uramen_client` on the path and a token in
the environment variable URAMEN_TOKEN.
"""

import os
import sys
from pathlib import Path

from uramen_client import AuthenticatedClient, Client
from uramen_client.api.record import entries, verifications
from uramen_client.api.verification import verify
from uramen_client.models import (
    Entries,
    Headline,
    ProblemCode,
    ProblemDetails,
    Report,
    SheetName,
    UploadForm,
    Verifications,
)
from uramen_client.types import File

url, scan = sys.argv[1:]


def upload() -> UploadForm:
    return UploadForm(file=[File(payload=Path(scan).open("rb"), file_name="scan.jpg")])


anybody = Client(base_url=url)
report = verify.sync(client=anybody, body=upload())
assert isinstance(report, Report), report
assert report.headline == Headline.BACK_AUTHENTIC, report.headline

refused = entries.sync(client=anybody)
assert isinstance(refused, ProblemDetails), refused
assert refused.code == ProblemCode.TOKEN_MISSING, refused.code

auditor = AuthenticatedClient(base_url=url, token=os.environ["URAMEN_TOKEN"])
read = entries.sync(client=auditor, limit=5)
assert isinstance(read, Entries) and read.entries[0].index == 0, read
certificate = report.certificates[0]
sheet = SheetName(sheet=f"{certificate.set_}/{certificate.sheets[0].index}")
told = verifications.sync(client=auditor, body=sheet)
assert isinstance(told, Verifications) and told.verifications.count >= 1, told
print("the generated client verified a scan and read the record")
