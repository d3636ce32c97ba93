"""Click heads: prompts, a simulated user, training, scores, and the engine beside PyTorch."""
import json
import subprocess
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from livos import safetensors, weights
from livos.clicks import head as heads
from livos.clicks.evaluation import Case, Scores, curve, table
from livos.clicks.golden import record, split_mix
from livos.clicks.head import ClickHead, ClickShape
from livos.clicks.prompts import Prompts, distance, draw
from livos.clicks.recipe import ClickRecipe, ClickStage
from livos.clicks.samples import Pictures, held_out, samples
from livos.clicks.session import ClickSession
from livos.clicks.trainer import ClickTrainer
from livos.clicks.user import User, box, correction, middle, scribble
from livos.network import LiVOS
from livos.resnet import ResNet
from livos.scenes import Scene

from .fixtures import REPOSITORY, TINY, engine, moving_square
from .test_commands import CommandCase, write_data

SHAPE = ClickShape((4, 8, 8), 16, 16, 8, 8)
RECIPE = ClickRecipe((ClickStage(3, 64, 2), ClickStage(6, 96, 1)), decay_from=4, shape=SHAPE, warm_up=2, learning_rate=3e-3)
PICTURES = Pictures([moving_square("one"), moving_square("three")])


def encoder() -> dict[str, torch.Tensor]:
    torch.manual_seed(7)
    return {name: tensor for name, tensor in ResNet(3, TINY.image).state_dict().items() if tensor.is_floating_point()}


class PromptTests(unittest.TestCase):
    def test_a_click_is_a_small_disk_where_it_was_made(self) -> None:
        prompts = Prompts()
        prompts.click(4 * 5 + 1.5, 4 * 2 + 1.5, True)  # the middle of cell (5, 2)
        prompts.click(41.5, 21.5, False)
        positive, negative, boxed = draw(prompts, 8, 12)
        self.assertEqual(positive[2, 5], 1)
        self.assertEqual(positive[2, 6], 1)
        self.assertEqual(positive[2, 7], 0)
        y, x = np.argwhere(negative.numpy() > 0).mean(0)
        self.assertEqual((x, y), (10, 5))
        self.assertEqual(boxed.abs().max(), 0)

    def test_a_stroke_is_a_line(self) -> None:
        found = distance(np.array([[1.5, 1.5], [1.5, 17.5], [33.5, 17.5]]), 8, 12)
        self.assertEqual(found[2, 0], 0)
        self.assertEqual(found[2, 3], 2)
        self.assertEqual(found[4, 8], 0)
        self.assertAlmostEqual(found[5, 9], np.hypot(1, 1))

    def test_a_box_covers_shares_of_cells(self) -> None:
        plane = draw(Prompts(box=(2, 4, 10, 9)), 4, 4)[2]
        self.assertEqual(plane[1].tolist(), [0.5, 1, 0.5, 0])
        self.assertEqual(plane[:, 1].tolist(), [0, 1, 0.25, 0])


class UserTests(unittest.TestCase):
    def setUp(self) -> None:
        self.mask = np.zeros((48, 64), bool)
        self.mask[10:31, 20:41] = True

    def test_the_first_click_is_the_middle(self) -> None:
        self.assertEqual(middle(self.mask), (30, 20))

    def test_the_next_is_in_the_middle_of_the_largest_error(self) -> None:
        known = np.ones_like(self.mask)
        found = self.mask.copy()
        found[10:31, 34:41] = False  # missed: 21 x 7
        found[40:44, 0:20] = True  # wrong: 4 x 20
        x, y, positive = correction(found, self.mask, known)
        self.assertTrue(positive)
        self.assertEqual(x, 37)
        self.assertTrue(10 < y < 30)
        found[36:47, 0:20] = True  # wrong: 11 x 20
        self.assertFalse(correction(found, self.mask, known)[2])
        known[36:47] = False  # but nobody knows
        self.assertTrue(correction(found, self.mask, known)[2])
        self.assertIsNone(correction(self.mask, self.mask, known))

    def test_boxes_and_scribbles_lie_about_the_object(self) -> None:
        rng = np.random.default_rng(1)
        for _ in range(20):
            x0, y0, x1, y1 = box(rng, self.mask)
            self.assertTrue(15 <= x0 <= 25 and 5 <= y0 <= 15 and 36 <= x1 <= 46 and 26 <= y1 <= 36)
            for x, y in scribble(rng, self.mask):
                self.assertTrue(self.mask[int(y), int(x)])

    def test_what_users_say_is_drawn(self) -> None:
        mask, known = torch.from_numpy(self.mask).float(), torch.ones(48, 64)
        users = [User(np.random.default_rng(seed), mask, known) for seed in range(40)]
        seen = torch.stack([user.planes() for user in users])
        self.assertEqual(seen.shape, (40, 4, 12, 16))
        self.assertTrue((seen[:, [0, 2, 3]].amax((2, 3)) > 0).any(0).all())  # all planes are in use
        self.assertTrue((seen[:, [0, 2, 3]].amax((1, 2, 3)) > 0).all())  # and everybody says where the object is
        users[0].correct(torch.ones(12, 16))
        self.assertEqual(users[0].planes()[1].max(), 1)


class SampleTests(unittest.TestCase):
    def test_samples_follow_from_their_seed_and_show_objects(self) -> None:
        scene = Scene(torch.randint(0, 255, (3, 60, 80), dtype=torch.uint8), ((moving_square().masks[0][:60, :80] * 3, (3,)),))
        pictures = replace(PICTURES, scenes=((scene,),))
        one, two = (samples(np.random.default_rng(4), pictures, 6, 2, 64, pasted=0.5) for _ in range(2))
        self.assertTrue(torch.equal(one.pictures, two.pictures) and torch.equal(one.masks, two.masks))
        self.assertEqual(one.masks.shape, (6, 2, 64, 64))
        self.assertTrue((one.masks.sum((2, 3)) > 0).all())
        self.assertTrue(0 <= one.pictures.min() and one.pictures.max() <= 1)

    def test_every_tenth_photograph_is_held_out(self) -> None:
        self.assertEqual([name for name in ("000000000030", "12", "120", "bear", "x10") if held_out(name)], ["000000000030", "120"])


class HeadTests(unittest.TestCase):
    def test_the_usual_head_is_small(self) -> None:
        numbers = sum(p.numel() for p in ClickHead(TINY.image).parameters())
        self.assertLess(numbers * 2, 3 << 20)

    def test_a_shape_comes_back_from_its_tensors(self) -> None:
        head = ClickHead(TINY.image, SHAPE)
        self.assertEqual(ClickShape.read(head.state_dict()), SHAPE)
        with self.assertRaisesRegex(ValueError, "not a click head"):
            heads.build(head.state_dict(), replace(TINY.image, widths=(16, 16, 64)))

    def test_a_session_undoes_the_padding(self) -> None:
        torch.manual_seed(3)
        session = ClickSession(ResNet(3, TINY.image).eval(), ClickHead(TINY.image, SHAPE).eval(), torch.rand(3, 50, 70))
        with torch.no_grad():
            self.assertEqual(session.say(lambda prompts: prompts.click(30, 20, True)).shape, (1, 1, 16, 24))
        self.assertEqual(session.mask().shape, (50, 70))

    def test_a_frame_may_be_seen_at_another_size(self) -> None:
        torch.manual_seed(3)
        encoder, head, frame = ResNet(3, TINY.image).eval(), ClickHead(TINY.image, SHAPE).eval(), torch.rand(3, 50, 70)
        as_it_is, twice = ClickSession(encoder, head, frame), ClickSession(encoder, head, frame, 100)
        with torch.no_grad():
            as_it_is.say(lambda prompts: setattr(prompts, "box", (10, 10, 40, 40)))
            self.assertEqual(twice.say(lambda prompts: setattr(prompts, "box", (10, 10, 40, 40))).shape, (1, 1, 32, 40))
        self.assertEqual(twice._padded().box, (10 * 2 + 10, 10 * 2 + 14, 40 * 2 + 10, 40 * 2 + 14))
        self.assertEqual(twice.mask().shape, (50, 70))


class LearningTests(unittest.TestCase):
    def setUp(self) -> None:
        torch.set_num_threads(1)

    def test_the_loss_falls_on_one_batch(self) -> None:
        trainer = ClickTrainer(replace(RECIPE, stages=(ClickStage(60, 64, 3),), decay_from=60), encoder())
        batch = trainer.make(PICTURES)
        losses = []
        for _ in range(40):
            trainer.batch = 2  # the same users
            losses.append(trainer.train(batch)["loss"])
        self.assertLess(losses[-1], 0.7 * losses[0])

    def test_a_resumed_run_is_exactly_the_run(self) -> None:
        whole, half = ClickTrainer(RECIPE, encoder()), ClickTrainer(RECIPE, encoder())
        for _ in range(6):
            whole.train(whole.make(PICTURES))
        for _ in range(3):
            half.train(half.make(PICTURES))
        with tempfile.TemporaryDirectory() as folder:
            half.save(Path(folder) / "latest.pt")
            resumed = ClickTrainer.resume(Path(folder) / "latest.pt")
        self.assertEqual(resumed.recipe, RECIPE)
        for _ in range(3):
            resumed.train(resumed.make(PICTURES))
        for mine, others in ((resumed.head, whole.head), (resumed.average, whole.average)):
            for name, tensor in mine.state_dict().items():
                self.assertTrue(torch.equal(tensor, others.state_dict()[name]), name)
        for name, tensor in encoder().items():
            self.assertTrue(torch.equal(tensor, resumed.encoder.state_dict()[name]), name)

    def test_the_recipe_can_be_read(self) -> None:
        recipe = ClickRecipe.read(REPOSITORY / "training" / "recipes" / "clicks.json")
        self.assertEqual(ClickRecipe.from_json(json.loads(json.dumps(recipe.to_json()))), recipe)


class ScoreTests(unittest.TestCase):
    class Growing:
        """A mask that takes in one more row with each click."""

        def __init__(self, mask: np.ndarray) -> None:
            self._mask, self._rows = mask, 0

        def say(self, change) -> None:
            self._rows += 2

        def mask(self) -> np.ndarray:
            return self._mask & (np.arange(len(self._mask))[:, None] < self._rows)

    def test_clicks_are_counted(self) -> None:
        mask = np.ones((20, 16), bool)
        ious = curve(self.Growing(mask), Case(torch.zeros(3, 20, 16), mask, mask))
        self.assertEqual(ious[:9].round(3).tolist(), [round(0.1 * i, 3) for i in range(1, 10)])
        scores = Scores.of([ious, np.full(20, 0.5)])
        self.assertEqual((scores.clicks, scores.failed), ((9 + 20) / 2, 1))
        self.assertAlmostEqual(scores.ious[2], 0.4)
        self.assertIn("| grown | 2 | 0.300 | 0.400 | 0.500 | 14.5 | 1 |", table({"grown": scores}))


class ClickCommandTests(CommandCase):
    def test_a_run_from_start_to_a_joined_network(self) -> None:
        data, run, recipe = write_data(self.folder / "data"), self.folder / "run", self.folder / "recipe.json"
        recipe.write_text(json.dumps(replace(RECIPE, stages=(ClickStage(2, 64, 2),)).to_json()))
        network = LiVOS(TINY)
        weights.export(network, self.folder / "network.safetensors")
        own = {name: t for name, t in network.image_encoder.state_dict().items() if t.is_floating_point()}
        safetensors.write(self.folder / "encoder.safetensors", own, {})
        code, said = self.run_command("train-clicks", run, "--data", data, "--recipe", recipe, "--encoder", self.folder / "encoder.safetensors")
        self.assertEqual(code, 0, said)
        recipe.write_text(json.dumps(RECIPE.to_json()))
        self.assertEqual(self.run_command("resume-clicks", run, "--data", data, "--recipe", recipe)[0], 0)
        self.assertEqual([json.loads(line)["batch"] for line in (run / "log.jsonl").read_text().splitlines()], [1, 2, 3, 4, 5, 6])
        self.assertEqual(self.run_command("train-clicks", run, "--data", data, "--recipe", recipe, "--encoder", self.folder / "encoder.safetensors")[0], 2)

        head, joined = self.folder / "head.safetensors", self.folder / "joined.safetensors"
        self.assertEqual(self.run_command("export-clicks", run, head)[0], 0)
        code, said = self.run_command("join", self.folder / "network.safetensors", head, joined)
        self.assertEqual(code, 0, said)
        loaded = weights.load(joined)  # the network takes no notice of the head
        self.assertTrue(torch.equal(loaded.state_dict()["mask_decoder.pred.bias"], weights.load(self.folder / "network.safetensors").mask_decoder.pred.bias))
        code, table = self.run_command("evaluate-clicks", joined, run, "--data", data, "--size", 64, "--most", 1)
        self.assertEqual(code, 0, table)
        self.assertIn("| frames, joined | 1 |", table)

        weights.export(LiVOS(TINY), self.folder / "other.safetensors")
        for given in (head, joined):
            code, said = self.run_command("join", self.folder / "other.safetensors", given, self.folder / "x.safetensors")
            self.assertEqual(code, 2)
            self.assertIn("another image encoder", said)
        learned = LiVOS(TINY)
        learned.image_encoder.load_state_dict(network.image_encoder.state_dict())
        weights.export(learned, self.folder / "learned.safetensors")
        code, said = self.run_command("join", self.folder / "learned.safetensors", joined, self.folder / "again.safetensors")
        self.assertEqual(code, 0, said)
        again, first, alone = (safetensors.read(self.folder / f"{name}.safetensors")[0] for name in ("again", "joined", "learned"))
        self.assertEqual(again.keys(), first.keys())
        for name, tensor in again.items():
            self.assertTrue(torch.equal(tensor, (first if name.startswith(heads.PREFIX) else alone)[name]), name)
        code, said = self.run_command("join", self.folder / "network.safetensors", self.folder / "network.safetensors", self.folder / "x.safetensors")
        self.assertEqual(code, 2)
        self.assertIn("no click head", said)
        self.assertEqual(self.run_command("evaluate-clicks", self.folder / "network.safetensors", "--data", data)[0], 2)


class EngineTests(CommandCase):
    def test_the_recorded_golden_is_what_is_computed(self) -> None:
        record(self.folder / "golden.safetensors")
        found, kept = (safetensors.read(path)[0] for path in (
            self.folder / "golden.safetensors", REPOSITORY / "tests" / "Model.Tests" / "Clicks" / "clicks.safetensors"))
        self.assertEqual(found.keys(), kept.keys())
        for name, tensor in found.items():
            self.assertLess((tensor.float() - kept[name].float()).abs().max(), 1e-3, name)
        self.assertTrue(((0 <= (numbers := split_mix("x", 1, 1000))) & (numbers < 1)).all())

    def test_the_engine_computes_the_same_mask(self) -> None:
        livos = engine()
        if livos is None:
            self.skipTest("The engine is not built: dotnet build -c Release src/Cli")
        torch.manual_seed(11)
        network, head, path = LiVOS(TINY).eval(), ClickHead(TINY.image, SHAPE).eval(), self.folder / "joined.safetensors"
        weights.export(network, path, half=False)
        tensors, metadata = safetensors.read(path)
        safetensors.write(path, {**tensors, **{heads.PREFIX + name: t for name, t in head.state_dict().items()}}, metadata)
        frame = moving_square().frames[0]
        Image.fromarray(frame.permute(1, 2, 0).numpy()).save(self.folder / "frame.png")
        with torch.no_grad():
            session = ClickSession(network.image_encoder, head, frame.float() / 255)
            session.say(lambda prompts: setattr(prompts, "box", (18, 18, 52, 52)))
            session.say(lambda prompts: prompts.click(35, 35, True))
            session.say(lambda prompts: prompts.click(5, 60, False))
        result = subprocess.run([*livos, "click", str(self.folder / "frame.png"), "--at", "35,35", "--at", "5,60:-", "--box", "18,18,52,52",
                                 "--weights", str(path), "--size", "native", "--out", str(self.folder / "mask.png")], capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        found = np.array(Image.open(self.folder / "mask.png")) > 0
        self.assertLess((found != session.mask()).mean(), 0.002)


if __name__ == "__main__":
    unittest.main()
