using Partner.Core.Actions;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Actions;

/// <summary>An action's canonical bytes, its hash, and what never gets into it.</summary>
public sealed class RecordedActionTests
{
    private static readonly RecordedAction First = RecordedAction.Next(
        new PartnerId("acme"),
        ActionHead.Empty,
        new NewAction(
            new ActionBy(ActionActor.Operator("ab12"), "因为"),
            ActionNames.PartnerSuspend,
            "partners/acme",
            """{"status":"ACTIVE"}""",
            null),
        Given.Noon);

    [Fact]
    public void The_hash_of_the_first_form_is_what_it_was_when_the_form_was_published() =>
        Assert.Equal("1:8ba0b124f9ed2e37caf2923a251fa180ea90957dd4e6e14728b8a46e74681e58", First.Hash);

    [Fact]
    public void Every_value_is_in_the_hash_and_none_can_pass_for_a_part_of_its_neighbour()
    {
        RecordedAction[] others =
        [
            First with { Chain = new PartnerId("") },
            First with { Number = 2 },
            First with { At = First.At.AddTicks(1) },
            First with { Actor = First.Actor with { Kind = ActorKind.Partner } },
            First with { Actor = First.Actor with { Name = "ab1" } },
            First with { Name = "partner.suspendp", Subject = "artners/acme" },
            First with { Subject = "partners/acm" },
            First with { Before = null },
            First with { Before = "" },
            First with { After = "" },
            First with { Before = null, After = First.Before },
            First with { Why = "" },
            First with { PreviousHash = "1:00" },
        ];

        Assert.Equal(others.Length + 1, others.Append(First).Select(ActionHash.Of).Distinct().Count());
    }

    [Fact]
    public void The_next_action_holds_the_hash_of_the_one_before_it()
    {
        var next = RecordedAction.Next(
            First.Chain, First.ToHead(), new NewAction(ActionBy.Program, "a", "b", null, null), Given.Noon);

        Assert.Equal((2, First.Hash), (next.Number, next.PreviousHash));
        Assert.NotEqual(next.Hash, ActionHash.Of(next with { PreviousHash = "" }));
    }

    [Theory]
    [InlineData("card 8986040000000000013", "card …0013")]
    [InlineData("+86 138 0013 8000 rang", "+…8000 rang")]
    [InlineData("8986 0400-0000.0000 013", "…0013")]
    [InlineData("(0755) 8613-8000 12", "(…0012")]
    [InlineData("on 2026-11-27 at 12:30, 500.00 CNY", "on 2026-11-27 at 12:30, 500.00 CNY")]
    [InlineData("", "")]
    public void Of_what_may_be_a_card_or_phone_number_only_the_last_four_digits_are_kept(string why, string kept)
    {
        Assert.Equal(kept, ActionFacts.Hide(why));
        Assert.Equal($$"""{"text":"{{kept}}"}""", new ActionFacts().AddText("text", why).ToJson());
    }

    [Theory]
    [InlineData("31010042")]
    [InlineData("99990042")]
    [InlineData("6901234567892")]
    [InlineData("91310000MA1FL5E34R")]
    [InlineData("550e8400-e29b-41d4-a716-446655440000")]
    [InlineData("a000013800138000000000000000000000000000000000000000000000000000")]
    [InlineData("till 1, 门店")]
    [InlineData("")]
    public void A_name_that_somebody_chose_is_kept_as_it_is(string reference)
    {
        Assert.Equal(reference, ActionFacts.Reference(reference));
        Assert.Equal($$"""{"outlet":"{{reference}}"}""", new ActionFacts().AddReference("outlet", reference).ToJson());
    }

    [Theory]
    [InlineData("8986040000000000013", "…0013~")]
    [InlineData("shop 8986 0400-0000.0000 013", "shop …0013~")]
    [InlineData("+86 138 0013 8000", "…8000~")]
    [InlineData("13800138000", "…8000~")]
    [InlineData("a8613800138000", "a…8000~")]
    [InlineData("62220212345678901", "…8901~")]
    [InlineData("…0013~8051", "…0013~8051~")]
    public void A_name_with_the_form_of_a_card_or_phone_number_loses_it_and_is_still_told_apart(
        string reference, string kept)
    {
        var shown = ActionFacts.Reference(reference);

        Assert.Matches($"^{System.Text.RegularExpressions.Regex.Escape(kept)}[0-9a-f]{{4}}$", shown);
        Assert.NotEqual(
            ActionFacts.Reference("8986040000000000013"), ActionFacts.Reference("8986040000000010013"));
    }

    [Fact]
    public void A_reason_and_a_name_are_cut_off_before_half_a_character()
    {
        var why = new string('a', RecordedAction.LongestWhy - 1) + "😀";
        var name = new string('n', ActionActor.LongestName + 1);
        var action = RecordedAction.Next(
            First.Chain,
            ActionHead.Empty,
            new NewAction(new ActionBy(new ActionActor(ActorKind.Verb, name), why), "a", "b", null, null),
            Given.Noon);

        Assert.Equal(why[..^2], action.Why);
        Assert.Equal(name[..^1], action.Actor.Name);
    }
}
