import base64
import hashlib
import hmac
import http.server
import json
import threading
import unittest

from trama_sdk import Trama, TramaError, _ed25519, verify_webhook
from trama_sdk._call import Call, check_path, in_path, query_text
from trama_sdk._http import Http
from trama_sdk._repeats import may_pass, may_repeat, rate_limit_seconds, retry_after_seconds, sleep, wait_seconds
from trama_sdk.errors import NoAnswerError, NotFoundError, error_of
from trama_sdk.streams import StreamEvent, read_block

# RFC 8032, 7.1: public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]

# Of the specification of Standard Webhooks.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
HEADERS = {
    "Webhook-Id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}
BODY = '{"test": 2432232314}'


class Signatures(unittest.TestCase):
    def test_signatures_of_the_rfc_fit_and_their_neighbours_do_not(self):
        for key, message, signature in VECTORS:
            key, message, signature = (bytes.fromhex(one) for one in (key, message, signature))
            self.assertTrue(_ed25519.verify(key, message, signature))
            self.assertFalse(_ed25519.verify(key, message + b"x", signature))
            self.assertFalse(_ed25519.verify(key, message, signature[:63] + bytes([signature[63] ^ 1])))
            # The same signature plus the order of the group: a twin that careless checks take.
            second = int.from_bytes(signature[32:], "little") + _ed25519._L
            self.assertFalse(_ed25519.verify(key, message, signature[:32] + second.to_bytes(32, "little")))

    def test_keys_of_a_wrong_length_or_off_the_curve_fit_nothing(self):
        signature = bytes.fromhex(VECTORS[0][2])
        self.assertFalse(_ed25519.verify(b"\x00" * 31, b"", signature))
        self.assertFalse(_ed25519.verify(b"\xff" * 32, b"", signature))
        self.assertFalse(_ed25519.verify((2).to_bytes(32, "little"), b"", signature))

    def test_the_message_of_the_specification_is_verified_with_any_of_several_secrets(self):
        other = "whsec_" + base64.b64encode(b"x" * 24).decode()
        found = verify_webhook([other, SECRET], HEADERS, BODY, now=1614265330)
        self.assertEqual(found, json.loads(BODY))
        for changed in ({"now": 1614265330 + 301}, {"now": 1614265330 - 301}):
            with self.assertRaises(TramaError) as raised:
                verify_webhook(SECRET, HEADERS, BODY, **changed)
            self.assertEqual(raised.exception.code, "webhook_refused")
        with self.assertRaises(TramaError):
            verify_webhook(SECRET, {}, BODY)

    def test_a_secret_that_is_empty_or_short_checks_nothing(self):
        for secret in ("", "whsec_", "whpk_", "whsec_" + base64.b64encode(b"x" * 15).decode()):
            key = base64.b64decode(secret[6:]) if secret.startswith("whsec_") else b""
            content = f"m.1614265330.{BODY}".encode()
            signature = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
            headers = {"webhook-id": "m", "webhook-timestamp": "1614265330", "webhook-signature": f"v1,{signature}"}
            with self.assertRaises(TramaError) as raised:
                verify_webhook(secret, headers, BODY, now=1614265330)
            self.assertEqual(raised.exception.code, "webhook_refused")


class _Answers(Http):
    """Answers what is given, one after the other."""

    def __init__(self, *answers):
        super().__init__("https://trama.example", api_key="trm_1", longest_wait=0.01)
        self.answers = list(answers)
        self.seen = []

    def _attempt(self, call, headers, *_):
        self.seen.append((call.method, headers))
        answer = self.answers.pop(0)
        if isinstance(answer, TramaError):
            raise answer
        return answer


class Repeats(unittest.TestCase):
    def test_what_an_attempt_deleted_whose_answer_was_lost_is_deleted(self):
        def missing():
            return NotFoundError("No", code="not_found", status=404)

        call = Call("DELETE", "/v1/api-keys/key_1")
        _Answers(NoAnswerError("reset", code="no_answer"), missing()).nothing(call, None)
        for answers in ([missing()], [TramaError("Away", code="unavailable", status=503), missing()]):
            with self.assertRaises(NotFoundError):
                _Answers(*answers).nothing(call, None)

    def test_only_what_may_be_done_twice_is_repeated(self):
        self.assertTrue(all(may_repeat(Call(method, "/")) for method in ("GET", "PUT", "DELETE")))
        self.assertFalse(may_repeat(Call("POST", "/")))
        self.assertFalse(may_repeat(Call("PATCH", "/")))
        self.assertTrue(may_repeat(Call("POST", "/", keyed=True)))
        lost = _Answers(NoAnswerError("reset", code="no_answer"), b"{}")
        with self.assertRaises(NoAnswerError):
            # The API does not look at a key there.
            lost.json(Call("POST", "/v1/api-keys/key_1/rotate"), {"idempotency_key": "mine"})
        self.assertFalse(may_repeat(Call("PUT", "/", content=iter([b"read once"]))))

    def test_what_may_pass_is_told_from_what_will_not(self):
        def failed(status, code=None, retry_after=None):
            return error_of(status, {"code": code} if code else None, retry_after)

        passing = [failed(429, "rate_limited"), failed(503), failed(503, "unavailable"), failed(409, "idempotency_in_progress")]
        self.assertTrue(all(may_pass(one, {}) for one in passing))
        lasting = [failed(500, "run_failed"), failed(409, "conflict"), failed(404), failed(504, "timeout")]
        self.assertFalse(any(may_pass(one, {}) for one in lasting))
        lost = NoAnswerError("", code="no_answer")
        self.assertTrue(may_pass(lost, {}))
        self.assertFalse(may_pass(lost, {"if_match": '"1"'}))

    def test_waits_grow_and_are_never_shorter_than_what_is_asked_for(self):
        self.assertEqual([wait_seconds(n, None, 60, 1) for n in (1, 2, 3, 9)], [0.5, 1, 2, 60])
        self.assertEqual(wait_seconds(1, None, 60, 0), 0)
        self.assertEqual(wait_seconds(1, 7, 60, 0), 7)
        self.assertGreater(wait_seconds(1, 7, 60, 1), 7)

    def test_pauses_are_read_from_numbers_dates_and_limits(self):
        self.assertEqual(retry_after_seconds("12", 0), 12)
        self.assertEqual(retry_after_seconds("Thu, 01 Jan 1970 00:01:00 GMT", 30), 30)
        self.assertIsNone(retry_after_seconds("soon", 0))
        self.assertEqual(rate_limit_seconds('"key";r=0;t=3, "tenant";r=0;t=9, "ip";r=5;t=60'), 9)
        self.assertIsNone(rate_limit_seconds('"key";r=1;t=3'))

    def test_a_run_is_asked_for_in_the_language_and_under_the_headers_that_it_was_started_with(self):
        http = _Answers(b'{"id": "run_1", "status": "queued"}', b'{"id": "run_1", "status": "succeeded"}')
        trama = Trama("https://trama.example")
        trama.runs._http = http
        given = {"language": "en", "headers": {"x-mine": "1"}, "idempotency_key": "k"}
        self.assertEqual(trama.run("f", options=given)["status"], "succeeded")
        self.assertEqual([(method, sent.get("Accept-Language"), sent.get("x-mine"), sent.get("Idempotency-Key"), sent.get("Prefer"))
                          for method, sent in http.seen], [("POST", "en", "1", "k", "wait=50"), ("GET", "en", "1", None, None)])

    def test_a_wait_ends_when_the_caller_ends_it(self):
        cancel = threading.Event()
        threading.Timer(0.05, cancel.set).start()
        with self.assertRaises(TramaError) as raised:
            sleep(30, cancel)
        self.assertEqual(raised.exception.code, "cancelled")


class _Says(http.server.BaseHTTPRequestHandler):
    """A flow that calls all it says JSON."""

    def do_POST(self):
        body = self.path.rpartition("/")[2].encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Hooks(unittest.TestCase):
    def test_what_a_flow_calls_json_and_is_none_is_its_answer_all_the_same(self):
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Says) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            trama = Trama(f"http://127.0.0.1:{server.server_port}")
            self.assertEqual([trama.hook("t", said).body for said in ("1", "Ola", "")], [1, "Ola", ""])
            server.shutdown()


class Texts(unittest.TestCase):
    def test_an_id_that_would_reach_another_address_is_not_asked_for(self):
        for part in ("", ".", "..", "%2e."):
            with self.assertRaises(TramaError) as raised:
                _Answers().nothing(Call("DELETE", f"/v1/data-tables/t/rows/{in_path(part)}"), None)
            self.assertEqual(raised.exception.code, "bad_path")
        for tenant, path in (("t", "a/../b"), ("..", "v1/runs")):
            with self.assertRaises(TramaError) as raised:
                Trama("https://trama.example").hook(tenant, path)
            self.assertEqual(raised.exception.code, "bad_path")
        check_path(f"/v1/runs/{in_path('../admin')}")

    def test_filters_travel_as_the_api_reads_them(self):
        query = {"test": True, "status": ["failed", "running"], "where": [{"column": "n"}], "q": None}
        self.assertEqual(query_text(query), "?test=true&status=failed%2Crunning&where=%5B%7B%22column%22%3A+%22n%22%7D%5D")

    def test_blocks_of_a_stream_are_read_by_the_standard(self):
        self.assertEqual(read_block(["id: 3", "event: step", 'data: {"n":', "data: 1}"]), (StreamEvent("step", {"n": 1}, "3"), None))
        self.assertEqual(read_block([": still here"]), (None, None))
        self.assertEqual(read_block(["retry: 2000"]), (None, 2.0))


if __name__ == "__main__":
    unittest.main()
