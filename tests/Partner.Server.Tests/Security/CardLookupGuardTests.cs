using Microsoft.Extensions.Logging.Abstractions;
using Partner.Core.Identity;
using Partner.Core.Limits;
using Partner.Server.Allowances;
using Partner.Server.Security;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Security;

/// <summary>Whose look-ups too many unknown cards lock.</summary>
public sealed class CardLookupGuardTests
{
    private const int Most = 4;

    private static readonly PartnerId Acme = new("acme");
    private static readonly CardLookupGuard.NamedTill None = default;

    private readonly ManualTimeProvider _time = new();
    private readonly CardLookupGuard _guard;
    private int _cards;

    public CardLookupGuardTests() => _guard = new CardLookupGuard(
        new LimitCache((_, _) => Task.FromResult(LimitBook.Empty), _time, NullLogger<LimitCache>.Instance),
        new LimitOptions { UnknownCards = Most },
        _time);

    [Fact]
    public void A_named_terminal_is_locked_and_the_other_terminals_of_its_certificate_go_on()
    {
        var shop = Of('a');
        Try(shop, Till("1"), Most);

        var refusal = _guard.Refuse(shop, Till("1"));

        Assert.Equal(
            ("TERMINAL", "4", "4"),
            (refusal!.Metadata["scope"], refusal.Metadata["value"], refusal.Metadata["used"]));
        Assert.Null(_guard.Refuse(shop, Till("2")));
        Assert.Null(_guard.Refuse(shop, None));
        Assert.NotNull(_guard.Refuse(Of('b'), Till("1")));
        _time.Advance(refusal.RetryAfter!.Value);
        Assert.Null(_guard.Refuse(shop, Till("1")));
    }

    [Fact]
    public void A_terminals_own_certificate_is_locked_as_that_terminal_whatever_it_names_and_after_a_renewal()
    {
        var till = Of('a') with { Outlet = "store-1", Terminal = "1" };
        for (var i = 0; i < Most; i++)
        {
            Try(till, Till($"made-up-{i}"), 1);
        }

        Assert.NotNull(_guard.Refuse(till, None));
        Assert.NotNull(_guard.Refuse(till with { Thumbprint = new string('b', 64) }, None));
        Assert.Null(_guard.Refuse(till with { Terminal = "2", Thumbprint = new string('c', 64) }, None));
    }

    [Fact]
    public void Whoever_names_ever_new_terminals_is_locked_as_a_certificate_and_gets_no_more_tries_than_ten_tills()
    {
        var thief = Of('a');
        var tries = 0;
        while (_guard.Refuse(thief, Till($"made-up-{tries}")) is null)
        {
            Try(thief, Till($"made-up-{tries}"), 1);
            Assert.True(++tries <= Most * CardLookupGuard.TerminalsTogether);
        }

        Assert.Equal(Most * CardLookupGuard.TerminalsTogether, tries);
        var refusal = _guard.Refuse(thief, None)!;
        Assert.Equal(
            ("CERTIFICATE", "40", "40"),
            (refusal.Metadata["scope"], refusal.Metadata["value"], refusal.Metadata["used"]));
        Assert.Null(_guard.Refuse(Of('b'), Till("made-up-0")));
        Try(thief, Till("after"), Most);
        Assert.Null(_guard.Refuse(Of('b'), Till("after")));
    }

    [Fact]
    public void Who_names_none_is_locked_as_a_certificate_and_another_partner_has_nothing_to_do_with_it()
    {
        Try(Of('a'), None, Most);
        Try(Of('b'), Till("1"), Most);

        Assert.Equal("CERTIFICATE", _guard.Refuse(Of('a'), None)!.Metadata["scope"]);
        Assert.Null(_guard.Refuse(Of('b'), None));
        Assert.Null(_guard.Refuse(Of('c') with { PartnerId = new PartnerId("other") }, Till("1")));
    }

    private static CardLookupGuard.NamedTill Till(string terminal) => new("store-1", terminal);

    private static Caller Of(char digit) => new(Acme, null, Permissions.Sell, new string(digit, 64));

    private void Try(Caller caller, CardLookupGuard.NamedTill till, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _guard.Note(caller, ++_cards, till);
        }
    }
}
