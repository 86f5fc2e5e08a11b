"""No real person named in the documents that the product learnt from stands anywhere in the repository.

The names are not here either: only digests of two neighbouring words of a name, in small letters.
"""

from __future__ import annotations

import re
import subprocess
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORD = re.compile(r"[^\W\d_]+")
DIGESTS = {
    "0275c5ebbe7fc907b3c8d40e5452a74a0cc845f36c39599069e46c39eb32205d",
    "02a902b46d9ee7cf28e99f4d5efc7f31ebe0031121d04afce736b82eb4035cf7",
    "154160e756ce872dc7905360c9044fc8dceeb665c34fef04e978951ac802fc26",
    "1afef267bf3c9783fdcbf83135ac5f6393bb4189868e0851b8626e3f96271f8e",
    "1bc7f3a9188c2ff9270857bdddfc42b8f1efee57df8ce7754d843e062f5056ec",
    "2113e923bf4f267e85217c3012dd2e95e6d7a05879539281f25664b4a539beb2",
    "237a7c6c542f61f647f757fdcf721152ad17dbfa9a01e03f72163b8ccb647bba",
    "2d2566ec8e5bce590861bb585dcf92806011d87f368e3b33fa078e6de18e6011",
    "4a34cbb0211b82a58ebb94ce54e0dc163918313d16bf260ee155493f117eaf84",
    "54b89422d5e4614c676f86d8c218fba8b79b03ab106674d183a560e2ce691c01",
    "59000c03387723c64fd0d2cf35a614959d0c1dd3a52be93cafcd72859e838aba",
    "5a7c0ff769914c094ff77e421809b01157ecd416b6116c7219fc5eee9b0cc27d",
    "5b9080d0217bc7a8fa4ac129e8668776b162d25b6b4473370d3a94abde95aaac",
    "5bda731603ef3b6d82c6a942096668fc14012521c76c19c8ac7931316b806adf",
    "5f0b491ec69361e8dd0dc25ab493f5e4128aa106b28f8ee72ea76fac49cf9881",
    "60e4a426f17319468044c9216994804e5553f0481a6caab96160108534a6269e",
    "6973014f7b1159da32180aab9098481fa24e37b9da628468116860d400244c8e",
    "7773de1277d10dd419475f98021bcb8ca5c1165f174c9dd91c1a8e2f13c86bcf",
    "79285dcdfaefce413536e2d8a945c027829bbfdff0e3a12fa6a77785db506803",
    "814afbf0220ace91111f04f626984cef7b95e165cc7c082c90e1b56d46f8e740",
    "83025e7f8d05f8008559fc9a32bdb9dfe160dc5d43e080c290445beb9e1319c2",
    "86bc0bc17ea3eeb73e50610a262f9d42169c9295f0d3dd52662ebc994607e368",
    "9b412db44e276819ba37ad26f13ac0a3f27863fe84bb390d0c39cc93b4402a1e",
    "c1922879193ac710dccd2816f9214fd0e0470a46d2dcc4b98be819de83b0f305",
    "d03c41ee00299f9d0e1be561c3eac68010854096496f23985f690c0e5a150d87",
    "d220cfd09779d73a18cb548a60570415dca57b9844d48d64710c46b2444a0e12",
    "d71c79ac92ae6494447fe41519202eba4da2e995098546b3b5b42fbf279e9014",
    "d80a82857d483904f93754ca96d2336afc6683a49e28be4a972753a888fa5a11",
    "e037ae2530046923950da6f54d378cd4067fa85fc59fd146431e88752cf31d3a",
    "e0b3cc8c61454885369d8e908054fb98806f90b22c50b4ff178595da2fa3c147",
    "e63d4dcf0462b93033b23b7667c610216c29830ecce68009d3f6f6a237e273ef",
    "e8c8f5b49bb2f68f76db23f412443cf37a69affd0c442442c21b7d7bd4ca5917",
    "f1049e86d131495cb14e00d45706d6c7c1e7a58db85ec24b861e27a1486cb335",
    "fb7e3413ee6a050ec4fe48ff6030f9070a0f47eb3258ac3c25f5b181cbd85102",
    "fcba4b7166e2e9bb0b8e32f696540b2e1fd816fc6e93b206f5882a45591cf8a8",
}


def names_in(text: str) -> list[str]:
    """The pairs of neighbouring words that are part of one of the names."""
    pairs = {" ".join(pair) for pair in pairwise(WORD.findall(text.lower()))}
    return sorted(pair for pair in pairs if sha256(pair.encode()).hexdigest() in DIGESTS)


def test_no_file_names_a_real_person_from_the_sources() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    found = {
        name: names
        for name in listed
        if (ROOT / name).is_file() and (names := names_in((ROOT / name).read_bytes().decode(errors="ignore")))
    }
    assert found == {}
