using Partner.Core.Accounts;
using Partner.Core.Actions;
using Partner.Core.Documents;
using Partner.Core.Identity;
using Partner.Core.Limits;
using Partner.Core.Organisations;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;
using static Partner.Storage.Tests.Support.StoreFixture;

namespace Partner.Storage.Tests;

/// <summary>What actions say of codes, rules, references, versions and months, so that nobody has to guess.</summary>
public sealed class ActionDetailTests
{
    private static readonly DateTimeOffset Now = Given.Noon;
    private static readonly ActionBy By = new(ActionActor.Operator("ab12"), "stolen");

    [Theory]
    [OnEveryDatabase]
    public async Task Codes_that_end_with_the_certificate_that_made_them_are_each_recorded_for_their_partner(
        StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var certificates = fixture.Store.Certificates;
        var (theirs, ours) = (Thumbprint('a'), Thumbprint('b'));
        await certificates.RegisterAsync(Registered(Acme, theirs, Permissions.Manage));
        await certificates.RegisterAsync(Registered(RecordedAction.CommonChain, ours, Permissions.Operator));
        await CodeAsync(fixture, Acme, "t1", theirs);
        await CodeAsync(fixture, Acme, "t2", theirs);
        await CodeAsync(fixture, Acme, "o1", ours);
        await CodeAsync(fixture, Elsewhere, "o2", ours);
        await fixture.Store.EnrollmentCodes.CloseAsync(Acme, "t2", Now, ActionBy.Program);
        var (acme, elsewhere) = (await LogAsync(fixture, Acme), await LogAsync(fixture, Elsewhere));

        await certificates.RevokeAsync(Acme, theirs, "stolen", withIssued: false, Now, By);
        Assert.DoesNotContain(
            (await LogAsync(fixture, Acme)).Skip(acme.Count), one => one.Name == ActionNames.EnrollmentCodeRevoke);
        for (var time = 0; time < 2; time++)
        {
            await certificates.RevokeAsync(Acme, theirs, "stolen", withIssued: true, Now, By);
            await certificates.RevokeAsync(null, ours, "stolen", withIssued: true, Now, By);
        }

        var ended = (await LogAsync(fixture, Acme)).Skip(acme.Count)
            .Concat((await LogAsync(fixture, Elsewhere)).Skip(elsewhere.Count))
            .Where(one => one.Name == ActionNames.EnrollmentCodeRevoke).ToList();
        Assert.Equal(
            [
                "partners/acme/enrollmentCodes/t1",
                "partners/acme/enrollmentCodes/o1",
                "partners/elsewhere/enrollmentCodes/o2",
            ],
            ended.Select(one => one.Subject));
        Assert.All(ended, one => Assert.Equal(
            (By.Actor, "stolen", """{"closedAt":null}""", """{"closedAt":"2026-01-15T12:00:00.0000000Z"}"""),
            (one.Actor, one.Why, one.Before, one.After)));
        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM enrollment_codes WHERE closed_at IS NULL"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_certificate_that_a_code_or_a_rule_let_in_names_it(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var issuer = Thumbprint('a');
        await fixture.Store.Certificates.RegisterAsync(Registered(Acme, issuer, Permissions.Manage));
        await CodeAsync(fixture, Acme, "code-7", issuer);
        var enrolled = await fixture.Store.Certificates.IssueAsync(
            Registered(Acme, Thumbprint('c'), Permissions.Sell) with
            {
                Origin = CertificateOrigin.EnrolledWithCode,
                IssuedBy = issuer,
                Serial = "0A",
                KeyHash = Thumbprint('c'),
                RequestId = fixture.NewRequestId(),
                InputHash = "input",
            },
            "hash-code-7");
        Assert.Null(enrolled.Refusal);
        await fixture.Store.Certificates.RegisterAsync(Registered(Acme, Thumbprint('d'), Permissions.Sell) with
        {
            Origin = CertificateOrigin.Admitted,
            Label = "rule-9",
        });

        var log = await LogAsync(fixture, Acme);
        Assert.Equal(
            (ActorKind.Program, "enrollmentCodes/code-7", "certificate.enroll"),
            (log[^2].Actor.Kind, log[^2].Actor.Name, log[^2].Name));
        Assert.Contains("\"enrollmentCode\":\"code-7\"", log[^2].After, StringComparison.Ordinal);
        Assert.DoesNotContain("hash-code-7", log[^2].After, StringComparison.Ordinal);
        Assert.Equal(
            (ActorKind.Program, "certificateRules/rule-9", "certificate.admit"),
            (log[^1].Actor.Kind, log[^1].Actor.Name, log[^1].Name));
        Assert.Contains("\"certificateRule\":\"rule-9\"", log[^1].After, StringComparison.Ordinal);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task References_of_many_digits_stay_apart_wherever_they_are_recorded(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        const string card = "8986040000000000013";
        foreach (var outlet in new[] { "31010042", "99990042", card })
        {
            await fixture.Store.Organisations.CreateAsync(
                Acme, new UnitOrder(UnitKey.OfOutlet(outlet), "Shop", null), Now);
        }

        await fixture.Store.Certificates.RegisterAsync(Registered(Acme, Thumbprint('e'), Permissions.Sell) with
        {
            Scope = new CertificateScope("31010042", "900100200300"),
        });
        var holder = "1234567890123456" + new string('f', 48);
        foreach (var scope in new[]
        {
            LimitScope.One(LimitSubject.Certificate, "", holder),
            LimitScope.One(LimitSubject.Cashier, "99990042", "13800138000"),
        })
        {
            await fixture.Store.Limits.SetAsync(
                new Limit(Acme, LimitSetter.Operator, LimitKind.DayAmount, scope, 5, Now));
        }

        var log = (await LogAsync(fixture, Acme)).TakeLast(6).ToList();
        Assert.Equal(
            ["partners/acme/outlets/31010042", "partners/acme/outlets/99990042", "partners/acme/outlets/…0013~8051"],
            log.Take(3).Select(one => one.Subject));
        Assert.Contains(
            "\"outlet\":\"31010042\",\"terminal\":\"900100200300\"", log[3].After, StringComparison.Ordinal);
        Assert.Contains($"\"holder\":\"{holder}\"", log[4].After, StringComparison.Ordinal);
        Assert.Contains("\"outlet\":\"99990042\",\"holder\":\"…8000~", log[5].After, StringComparison.Ordinal);
        Assert.DoesNotContain(log, one => $"{one.Subject}{one.After}".Contains(card, StringComparison.Ordinal));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_published_version_names_the_one_that_was_in_force_until_it(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await fixture.Store.Documents.PublishAsync([Version("1", 0)], 0, Now, By);
        await fixture.Store.Documents.PublishAsync(
            [
                Version("2", 5), Version("3", 9), Version("1", 7, "others"),
            ],
            1, Now, By);

        var log = await LogAsync(fixture, RecordedAction.CommonChain);
        Assert.Equal(
            [
                "documents/price-list/prices@1 null",
                "documents/price-list/prices@2 1 2026-01-15",
                "documents/price-list/prices@3 2 2026-01-20",
                "documents/price-list/others@1 null",
            ],
            log.Select(one => $"{one.Subject} {VersionIn(one.Before)}"));
        await fixture.AssertRightAsync();

        static string VersionIn(string? facts)
        {
            if (facts is null)
            {
                return "null";
            }

            var root = System.Text.Json.JsonDocument.Parse(facts).RootElement;
            return $"{root.GetProperty("version").GetString()} {root.GetProperty("from").GetString()![..10]}";
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_closed_month_says_how_many_statements_and_what_they_came_to(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await January.SellAsync(fixture, 3);

        await fixture.Store.Settlements.CloseAsync(January.Period, January.Utc, January.Over, By);

        var action = Assert.Single(
            await LogAsync(fixture, RecordedAction.CommonChain), one => one.Name == ActionNames.SettlementClose);
        Assert.Equal(
            (By.Actor, "stolen", $"settlements/{January.Period}", """{"state":"OPEN"}"""),
            (action.Actor, action.Why, action.Subject, action.Before));
        Assert.StartsWith(
            """{"state":"CLOSED","statements":2,"grossMinorCNY":""", action.After, StringComparison.Ordinal);
        var total = fixture.Query("SELECT total FROM settlements", row => row.GetInt64(0)).Sum();
        Assert.EndsWith($"\"totalMinorCNY\":{total}}}", action.After, StringComparison.Ordinal);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Who_wants_no_notices_is_recorded_once_by_whomever_and_without_the_number(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        var number = new HashedNumber("+86…0004", ["k2:abcdef0123456789", "k1:0123456789abcdef"]);
        var former = number with { Hashes = [number.Hashes[1]] };

        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
            stores[i % 2].NoticeOptOuts.AddAsync(number, OptOutSource.Operator, Now, By))));
        var removed = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
            stores[i % 2].NoticeOptOuts.RemoveAsync(number, Now, By))));
        Assert.True(await fixture.Store.NoticeOptOuts.AddAsync(former, OptOutSource.Operator, Now, By));
        Assert.False(await fixture.Store.NoticeOptOuts.AddAsync(number, OptOutSource.Operator, Now, By));

        Assert.Single(added, done => done);
        Assert.Single(removed, done => done);
        Assert.Equal(2, fixture.Count("SELECT COUNT(*) FROM notice_opt_outs"));
        Assert.Equal(
            [
                """notices.opt-out noticeOptOuts/+86…0004~abcdef01 {"optedOut":"false"} {"optedOut":"true"}""",
                """notices.opt-in noticeOptOuts/+86…0004~abcdef01 {"optedOut":"true"} {"optedOut":"false"}""",
                """notices.opt-out noticeOptOuts/+86…0004~01234567 {"optedOut":"false"} {"optedOut":"true"}""",
            ],
            (await LogAsync(fixture, RecordedAction.CommonChain)).Select(one =>
                $"{one.Name} {one.Subject} {one.Before} {one.After}"));
        await fixture.AssertRightAsync();
    }

    private static Document Version(string version, int days, string id = "prices") =>
        new(DocumentKind.PriceList, id, version, Now.AddDays(days), "{}");

    private static string Thumbprint(char digit) => new(digit, 64);

    private static CertificateRecord Registered(PartnerId partnerId, string thumbprint, Permissions permissions) => new(
        partnerId, thumbprint, CertificateScope.Whole, permissions, "CN=test", Now.AddDays(90), Now);

    private static async Task CodeAsync(StoreFixture fixture, PartnerId partnerId, string id, string by) => Assert.Null(
        (await fixture.Store.EnrollmentCodes.CreateAsync(
            new EnrollmentCode(
                partnerId, id, new CertificateGrant(CertificateScope.Whole, Permissions.Sell), by, Now,
                Now.AddHours(1))
            {
                RequestId = fixture.NewRequestId(),
                InputHash = "input",
            },
            $"hash-{id}")).Refusal);

    private static async Task<List<RecordedAction>> LogAsync(StoreFixture fixture, PartnerId chain)
    {
        var log = await fixture.Store.Actions.ListAsync(chain, null, 1_000, CancellationToken.None);
        log.Reverse();
        return log;
    }
}
