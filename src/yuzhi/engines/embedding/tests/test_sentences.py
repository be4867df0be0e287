"""The encoder, on sentences that mean the same in two languages."""

import numpy as np

from yuzhi.engines.embedding import Encoder


def test_a_sentence_lies_nearest_its_translation_whatever_stands_beside_it():
    chinese = ["余热回收装置", "车辆再生制动", "垃圾焚烧炉"]
    english = ["refuse incinerator", "waste heat recovery device", "regenerative braking of a vehicle", ""]
    encode = Encoder()
    one, other = encode(chinese), encode(english)
    assert (one @ other.T).argmax(1).tolist() == [1, 2, 0]
    assert not other[3].any()
    assert np.allclose(encode(chinese[1:2]), one[1:2], atol=1e-4)
