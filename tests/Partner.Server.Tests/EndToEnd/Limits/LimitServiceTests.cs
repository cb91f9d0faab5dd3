using System.Text.Json;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Identity;
using Partner.Sandbox.Certificates;
using Partner.Sandbox.Hosting;
using Partner.Sandbox.Issuer;
using Partner.Server.Allowances;
using Partner.Server.Tests.BackOffice;
using Partner.Server.Tests.Cli;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Limits;

/// <summary>Limits as partners and operators set them while the server runs, and as sales meet them.</summary>
public sealed partial class LimitServiceTests(LimitServiceTests.Narrow shared)
    : SharedServerTest(shared), IClassFixture<LimitServiceTests.Narrow>
{
    private const string Outlet = "outlet-7";

    [Fact]
    public async Task A_limit_of_a_cashiers_day_holds_at_the_next_sale_is_told_with_its_use_and_lifted_again()
    {
        var partner = await Shared.NewPartnerAsync();
        var scope = new LimitScope { Subject = LimitSubject.Cashier, Outlet = Outlet, Each = true };
        var set = await partner.Limits.SetLimitAsync(Set(LimitKind.DayAmount, scope, "120.00 CNY"));
        Assert.Equal((12_000, 12_000), (set.Limit.Holds.Amount.Minor(), set.Limit.Own.Amount.Minor()));
        await SettleAsync(partner);

        await partner.SellAsync(By("c1"));
        await partner.SellAsync(By("c1"));
        var error = (await Refused.AsErrorAsync(partner.TopUps.CreateTopUpAsync(By("c1"), TestClient.In("zh-CN"))))
            .Is(StatusCode.FailedPrecondition, "LIMIT_EXCEEDED");
        var dry = await Refused.AsErrorAsync(partner.TopUps.CreateTopUpAsync(
            By("c1").With(sale => sale.ValidateOnly = true), TestClient.In("en")));

        Assert.Equal(
            ("DAY_AMOUNT", "CASHIER", "120.00 CNY", "100.00 CNY", MoneyMoved.No, true),
            (error.Facts["limit"], error.Facts["scope"], error.Facts["value"], error.Facts["used"],
                error.MoneyMoved, error.RetrySafe));
        Assert.Contains("限额", error.ClerkText, StringComparison.Ordinal);
        Assert.InRange(error.RetryAfter!.Value, TimeSpan.Zero, TimeSpan.FromHours(25));
        Assert.Equal("LIMIT_EXCEEDED", dry.Reason);
        await partner.SellAsync(By("c2"));
        var told = Assert.Single((await partner.Limits.ListLimitsAsync(new ListLimitsRequest
        {
            Scope = new LimitScope { Subject = LimitSubject.Cashier, Outlet = Outlet, Holder = "c1" },
        })).Limits);
        Assert.Equal((10_000, 12_000), (told.Used.Amount.Minor(), told.Holds.Amount.Minor()));
        Assert.Null(told.Own);
        Assert.True(told.ResetTime.ToDateTimeOffset() > TimeProvider.System.GetUtcNow());
        var removed = await partner.Limits.RemoveLimitAsync(Remove(LimitKind.DayAmount, scope));
        Assert.Null(removed.Limit);
        (await Refused.AsErrorAsync(partner.Limits.RemoveLimitAsync(Remove(LimitKind.DayAmount, scope))))
            .Is(StatusCode.NotFound, "LIMIT_NOT_FOUND");
        await SettleAsync(partner);
        await partner.SellAsync(By("c1"));
    }

    [Fact]
    public async Task A_sale_that_the_issuer_declines_gives_its_amount_back_and_a_quote_says_what_is_above_a_limit()
    {
        var partner = await Shared.NewPartnerAsync();
        await partner.Limits.SetLimitAsync(Set(LimitKind.DayAmount, Whole, "50.00 CNY"));
        await SettleAsync(partner);

        var failed = await partner.SellAsync(Sale.OnSandboxCard(SandboxCards.CardBlocked));
        Assert.Equal(TopUpState.Failed, failed.State);
        await partner.SellAsync(Sale.Of());
        var quote = new QuoteTopUpRequest
        {
            Card = new CardRef { Iccid = Sale.NewCard() }, Plan = "plans/phone-50", Channel = Channel.Pos,
        };

        var refused = (await Refused.AsErrorAsync(partner.TopUps.QuoteTopUpAsync(quote, TestClient.In("en"))))
            .Is(StatusCode.FailedPrecondition, "LIMIT_EXCEEDED");
        Assert.Equal("50.00 CNY", refused.Facts["used"]);
        var single = Set(LimitKind.TopUpAmount, Whole, "49.99 CNY");
        await partner.Limits.SetLimitAsync(single);
        await SettleAsync(partner);
        var above = await Refused.AsErrorAsync(partner.TopUps.CreateTopUpAsync(Sale.Of(), TestClient.In("en")));
        Assert.Equal(("TOP_UP_AMOUNT", null), (above.Facts["limit"], above.RetryAfter));

        // Another amount, under another id: nothing helps the sale as it is.
        Assert.Equal(
            (true, RetryWith.NewRequestId, Fault.Caller, MoneyMoved.No),
            (above.RetrySafe, above.RetryWith, above.Fault, above.MoneyMoved));
        Assert.Contains("start a new sale with a smaller amount", above.ClerkText, StringComparison.Ordinal);
        Assert.Equal((RetryWith.SameRequestId, Fault.Partner), (refused.RetryWith, refused.Fault));
        var inWords = await CliOutcome.RunAsync(
            Shared.Running, partner, "topup", "--card", Sale.NewCard(), "--plan", "phone-50", "--channel", "pos",
            "--lang", "zh-CN");
        Assert.Contains("用新的请求号发送", inWords.Error, StringComparison.Ordinal);
        Assert.Contains("请减少金额重新发起交易", inWords.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_operators_limit_cannot_be_lifted_and_is_told_as_what_holds()
    {
        var partner = await Shared.NewPartnerAsync();
        var id = partner.PartnerId.Value;
        string[] card = ["--kind", "day-amount", "--for", "card", "--each", "--why", "a test"];
        Assert.Equal(0, (await OperatorAsync(["set", id, "--value", "80.00 CNY", .. card])).Status);
        Assert.Equal(0, (await OperatorAsync(
            "set", id, "--kind", "calls-per-second", "--value", "100000", "--why", "a test")).Status);
        var iccid = Sale.NewCard();
        await partner.SellAsync(Sale.Of(iccid));

        await Eventually.SeeAsync(
            async () => (await Refused.AsErrorAsync(partner.TopUps.CreateTopUpAsync(
                Sale.Of(iccid).With(sale => sale.Plan = "plans/phone-100"), TestClient.In("en")))).Reason,
            reason => reason == "LIMIT_EXCEEDED");
        var scope = new LimitScope { Subject = LimitSubject.Card, Each = true };
        var wide = (await Refused.AsErrorAsync(partner.Limits.SetLimitAsync(
            Set(LimitKind.DayAmount, scope, "80.01 CNY")))).Is(StatusCode.FailedPrecondition, "LIMIT_TOO_WIDE");
        (await Refused.AsErrorAsync(partner.Limits.RemoveLimitAsync(Remove(LimitKind.DayAmount, scope))))
            .Is(StatusCode.NotFound, "LIMIT_NOT_FOUND");

        Assert.Equal("80.00 CNY", wide.Facts["value"]);
        var told = (await partner.Limits.ListLimitsAsync(new ListLimitsRequest { Scope = scope })).Limits.Single();
        Assert.Equal((8_000, null, null), (told.Holds.Amount.Minor(), told.Own, told.Used));
        Assert.Matches("CARD +each +DAY_AMOUNT", (await OperatorAsync("list", id, "--lang", "en")).Out);
        Assert.Equal(0, (await OperatorAsync(["delete", id, .. card])).Status);
        Assert.Equal(1, (await OperatorAsync(["delete", id, .. card])).Status);
        Assert.Equal(1, (await OperatorAsync(
            "set", id, "--kind", "hour-cards", "--value", "5", "--for", "partner", "--each", "--why", "x")).Status);
    }

    [Fact]
    public async Task An_outlets_certificate_sees_and_sets_what_is_at_its_outlet_only_and_another_partner_nothing()
    {
        var partner = await Shared.NewPartnerAsync();
        var other = await Shared.NewPartnerAsync();
        var mine = await Shared.Running.ConnectAsync(new PartnerCertificateOrder(
            partner.PartnerId, Permissions.Manage | Permissions.Sell)
        { Outlet = Outlet });
        await partner.Limits.SetLimitAsync(Set(LimitKind.DayAmount, Whole, "5000.00 CNY"));
        await partner.Limits.SetLimitAsync(Set(
            LimitKind.DayAmount, new LimitScope { Subject = LimitSubject.Outlet, Outlet = "outlet-8" }, "1.00 CNY"));
        await partner.Limits.SetLimitAsync(new SetLimitRequest
        {
            Kind = LimitKind.HourCards,
            Scope = new LimitScope { Subject = LimitSubject.Terminal, Outlet = Outlet, Holder = "t1" },
            Value = new LimitValue { Count = 9 },
        });

        var own = new LimitScope { Subject = LimitSubject.Outlet };
        await mine.Limits.SetLimitAsync(Set(LimitKind.MonthAmount, own, "7000.00 CNY"));
        var seen = (await mine.Limits.ListLimitsAsync(new ListLimitsRequest())).Limits;

        Assert.Equal(
            [(LimitKind.MonthAmount, Outlet), (LimitKind.HourCards, Outlet)],
            seen.Select(limit => (limit.Kind, limit.Scope.Outlet)));
        foreach (var scope in new[]
        {
            Whole, new LimitScope { Subject = LimitSubject.Outlet, Outlet = "outlet-8" },
            new LimitScope { Subject = LimitSubject.Outlet, Each = true },
            new LimitScope { Subject = LimitSubject.Card, Each = true },
        })
        {
            var refused = await Refused.AsErrorAsync(mine.Limits.SetLimitAsync(
                Set(LimitKind.DayAmount, scope, "1.00 CNY")));
            Assert.Contains(refused.Reason, new[] { "OUTLET_MISMATCH", "INVALID_REQUEST" });
        }

        Assert.Empty((await other.Limits.ListLimitsAsync(new ListLimitsRequest())).Limits);
        var first = await partner.Limits.ListLimitsAsync(new ListLimitsRequest { PageSize = 3 });
        var rest = await partner.Limits.ListLimitsAsync(
            new ListLimitsRequest { PageSize = 3, PageToken = first.NextPageToken });
        Assert.Equal((3, 1, ""), (first.Limits.Count, rest.Limits.Count, rest.NextPageToken));
    }

    [Fact]
    public async Task What_is_no_limit_is_refused_with_every_wrong_field()
    {
        var partner = await Shared.NewPartnerAsync();
        var wrong = new (SetLimitRequest Request, string Field)[]
        {
            (new SetLimitRequest(), "kind"), (new SetLimitRequest(), "scope"),
            (Set(LimitKind.HourCards, Whole, "1.00 CNY"), "kind"),
            (Set(LimitKind.DayAmount, Whole, "1.00 USD"), "value.amount.currency_code"),
            (Set(LimitKind.DayAmount, Whole, "-1.00 CNY"), "value.amount"),
            (Set(LimitKind.DayAmount, new LimitScope { Subject = LimitSubject.Cashier }, "1.00 CNY"), "scope.holder"),
            (Set(LimitKind.DayAmount, new LimitScope { Subject = LimitSubject.Outlet }, "1.00 CNY"), "scope.outlet"),
            (new SetLimitRequest
            {
                Kind = LimitKind.CallsPerSecond,
                Scope = new LimitScope { Subject = LimitSubject.Certificate, Holder = "abc" },
                Value = new LimitValue { Count = 1 },
            }, "scope.holder"),
            (new SetLimitRequest
            {
                Kind = LimitKind.CallsPerSecond, Scope = Whole, Value = new LimitValue { Count = 0 },
            }, "value.count"),
            (new SetLimitRequest { Kind = LimitKind.DayAmount, Scope = Whole }, "value.amount"),
        };
        foreach (var (request, field) in wrong)
        {
            var error = (await Refused.AsErrorAsync(partner.Limits.SetLimitAsync(request)))
                .Is(StatusCode.InvalidArgument, "INVALID_REQUEST");
            Assert.Contains(error.Violations, violation => violation.Field == field);
        }

        await partner.Limits.SetLimitAsync(Set(LimitKind.DayAmount, Whole, "0.00 CNY"));
    }

    [Fact]
    public async Task The_command_lists_sets_and_removes_limits_in_both_languages()
    {
        var partner = await Shared.NewPartnerAsync();
        Task<CliOutcome> RunAsync(params string[] args) => CliOutcome.RunAsync(Shared.Running, partner, args);

        var set = await RunAsync(
            "limits", "set", "--kind", "day-amount", "--value", "300.00", "--for", "outlet", "--outlet", Outlet,
            "--lang", "en");
        var count = await RunAsync(
            "limits", "set", "--kind", "hour-cards", "--value", "30", "--for", "terminal", "--each", "--json");
        var listed = await RunAsync("limits", "list", "--lang", "zh-CN");
        var held = await RunAsync("limits", "list", "--outlet", Outlet, "--lang", "en");
        var removed = await RunAsync(
            "limits", "remove", "--kind", "day-amount", "--for", "outlet", "--outlet", Outlet, "--lang", "zh-CN");
        var wrong = await RunAsync("limits", "set", "--kind", "day-amount", "--value", "much", "--lang", "en");

        Assert.True(set.Status == 0, set.Error);
        Assert.Matches($"OUTLET +{Outlet} +DAY_AMOUNT +300.00 CNY +300.00 CNY +0.00 CNY", set.Out);
        Assert.Equal("HOUR_CARDS", JsonDocument.Parse(count.Out).RootElement
            .GetProperty("limit").GetProperty("kind").GetString());
        Assert.Matches("HOUR_CARDS +30", listed.Out);
        Assert.Contains("逐一", listed.Out, StringComparison.Ordinal);
        Assert.Contains("DAY_AMOUNT", held.Out, StringComparison.Ordinal);
        Assert.Contains("已删除", removed.Out, StringComparison.Ordinal);
        Assert.Contains("'much' is not an amount", wrong.Error, StringComparison.Ordinal);
    }

    private static LimitScope Whole => new() { Subject = LimitSubject.Partner };

    private static SetLimitRequest Set(LimitKind kind, LimitScope scope, string amount) => new()
    {
        Kind = kind, Scope = scope, Value = new LimitValue { Amount = Sale.Amount(amount) },
    };

    private static RemoveLimitRequest Remove(LimitKind kind, LimitScope scope) => new() { Kind = kind, Scope = scope };

    private static CreateTopUpRequest By(string cashier) => Sale.Of().With(sale =>
    {
        sale.Outlet = Outlet;
        sale.Cashier = cashier;
    });

    /// <summary>Where two servers answer by turns, the other one learns of a change within 2 seconds.</summary>
    private static Task SettleAsync(TestClient partner) => ServerStore.IsShared && partner is not null
        ? Eventually.PauseAsync(LimitCache.Lifetime)
        : Task.CompletedTask;

    private Task<CliOutcome> OperatorAsync(params string[] args) =>
        OperatorSubjects.RunAsync(Shared.Running, ["limits", .. args]);

    /// <summary>A server with few unknown cards.</summary>
    public sealed class Narrow : SharedServer
    {
        /// <inheritdoc/>
        protected override SandboxSettings Settings(SandboxSettings settings) =>
            settings with { Limits = new LimitOptions { UnknownCards = 4 } };
    }
}
