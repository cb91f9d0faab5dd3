using Partner.Core.Accounts;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Core.Tests.Support;
using static Partner.Core.Identity.Permissions;

namespace Partner.Core.Tests.Accounts;

public sealed class AccountRulesTests
{
    private static readonly DateTimeOffset End = new(2026, 12, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, null, null, null, true)]
    [InlineData(null, null, "a", "1", true)]
    [InlineData("a", null, "a", null, true)]
    [InlineData("a", null, "a", "1", true)]
    [InlineData("a", "1", "a", "1", true)]
    [InlineData("a", null, null, null, false)]
    [InlineData("a", null, "b", null, false)]
    [InlineData("a", null, "b", "1", false)]
    [InlineData("a", "1", "a", null, false)]
    [InlineData("a", "1", "a", "2", false)]
    [InlineData("a", "1", "b", "1", false)]
    public void A_scope_covers_itself_and_what_is_below_it(
        string? outlet, string? terminal, string? otherOutlet, string? otherTerminal, bool covers) =>
        Assert.Equal(
            covers,
            new CertificateScope(outlet, terminal).Covers(new CertificateScope(otherOutlet, otherTerminal)));

    [Fact]
    public void Permissions_are_handed_out_as_far_as_they_are_held_and_the_operators_never()
    {
        var all = new CertificateGrant(CertificateScope.Whole, Sell | Reverse | Read | Manage | Operator);
        var few = new CertificateGrant(CertificateScope.Whole, Sell | Manage);

        Assert.Null(all.Refuse(all with { Permissions = Sell | Reverse | Read | Manage }));
        Assert.Null(few.Refuse(few with { Permissions = Sell }));
        Assert.Equal("reverse, read", few.Refuse(all with { Permissions = Sell | Reverse | Read })!
            .Metadata["permissions"]);
        Assert.Equal(Reason.CertificateScopeTooWide, all.Refuse(all)!.Reason);
        Assert.Equal("operator", all.Refuse(all)!.Metadata["permissions"]);
    }

    [Fact]
    public void Warnings_come_30_14_7_and_1_days_before_the_end_each_once()
    {
        var at = new List<(int Days, DateTimeOffset At)>();
        var next = CertificateWarnings.Next(End, End.AddDays(-90));
        while (next is { } due)
        {
            at.Add((CertificateWarnings.Due(End, due.AddTicks(-1), due)!.Value, due));
            next = CertificateWarnings.Next(End, due);
        }

        Assert.Equal([(30, End.AddDays(-30)), (14, End.AddDays(-14)), (7, End.AddDays(-7)), (1, End.AddDays(-1))], at);
    }

    [Fact]
    public void Of_warnings_that_nobody_gave_the_last_one_is_due_and_none_after_the_end()
    {
        Assert.Equal(14, CertificateWarnings.Due(End, End.AddDays(-90), End.AddDays(-10)));
        Assert.Null(CertificateWarnings.Due(End, End.AddDays(-12), End.AddDays(-10)));
        Assert.Null(CertificateWarnings.Due(End, End.AddDays(-90), End));
        Assert.Equal(End.AddDays(-1), CertificateWarnings.Next(End, End.AddDays(-5)));
        Assert.Null(CertificateWarnings.Next(End, End.AddDays(-1)));
        Assert.NotNull(CertificateWarnings.Next(DateTimeOffset.MaxValue, End));
        Assert.Null(CertificateWarnings.Next(DateTimeOffset.MinValue.AddDays(2), End));
    }

    [Theory]
    [InlineData(60, 30)]
    [InlineData(10, null)]
    [InlineData(4, null)]
    [InlineData(0.5, null)]
    public void One_that_becomes_known_within_the_days_of_a_warning_is_looked_at_at_once(double left, int? days) =>
        Assert.Equal(
            days is { } ahead ? End.AddDays(-ahead) : DateTimeOffset.MinValue,
            CertificateWarnings.First(End, End.AddDays(-left)));

    [Fact]
    public void One_that_becomes_known_behind_its_end_is_never_warned_of() =>
        Assert.Null(CertificateWarnings.First(End, End.AddDays(1)));

    [Fact]
    public void A_code_is_found_however_it_is_typed_and_nothing_else_is_one()
    {
        var code = EnrollmentCode.Format([0, 1, 2, 33, 4, 5, 6, 7, 8, 9, 10, 31]);

        Assert.Equal("0121-4567-89AZ", code);
        var hash = EnrollmentCode.HashOf(code);
        Assert.Equal(64, hash!.Length);
        Assert.All(
            new[] { "0121456789AZ", " o12l-4567-89az ", "OI2I 4567 89aZ" },
            typed => Assert.Equal(hash, EnrollmentCode.HashOf(typed)));
        Assert.All(
            new[] { "", "0121-4567-89A", "0121-4567-89AZ0", "0121-4567-89AU", "0121-4567-89A\u4e00" },
            typed => Assert.Null(EnrollmentCode.HashOf(typed)));
        Assert.NotEqual(hash, EnrollmentCode.HashOf("0121-4567-89AY"));
    }

    [Theory]
    [InlineData(NameKind.Dns, "till.example.com", "TILL.example.com", true)]
    [InlineData(NameKind.Dns, "till.example.com", "a.till.example.com", false)]
    [InlineData(NameKind.Dns, "*.example.com", "till.example.com", true)]
    [InlineData(NameKind.Dns, "*.example.com", "a.till.example.com", false)]
    [InlineData(NameKind.Dns, "*.example.com", "example.com", false)]
    [InlineData(NameKind.Dns, "*.example.com", ".example.com", false)]
    [InlineData(NameKind.Dns, "*.example.com", "*.example.com", false)]
    [InlineData(NameKind.Dns, "*.example.com", "till.example.com.evil.net", false)]
    [InlineData(NameKind.Uri, "spiffe://a/till/1", "spiffe://a/till/1", true)]
    [InlineData(NameKind.Uri, "spiffe://a/till/1", "spiffe://A/till/1", false)]
    [InlineData(NameKind.Uri, "spiffe://a/till/*", "spiffe://a/till/7", true)]
    [InlineData(NameKind.Uri, "spiffe://a/till/*", "spiffe://a/till/", false)]
    [InlineData(NameKind.Uri, "spiffe://a/till/*", "spiffe://a/tills", false)]
    public void A_rule_matches_its_names_and_no_others(NameKind kind, string pattern, string name, bool matches)
    {
        Assert.Null(NameRule.Problem(kind, pattern));
        Assert.Equal(matches, Rule(kind, pattern).Matches(new CertificateName(kind, name)));
        Assert.False(Rule(kind, pattern).Matches(
            new CertificateName(kind == NameKind.Dns ? NameKind.Uri : NameKind.Dns, name)));
    }

    [Theory]
    [InlineData(NameKind.Dns, "")]
    [InlineData(NameKind.Dns, "*")]
    [InlineData(NameKind.Dns, "*.com")]
    [InlineData(NameKind.Dns, "a.*.example.com")]
    [InlineData(NameKind.Dns, "*.*.example.com")]
    [InlineData(NameKind.Dns, "till .example.com")]
    [InlineData(NameKind.Uri, "*")]
    [InlineData(NameKind.Uri, "spiffe:*")]
    [InlineData(NameKind.Uri, "spiffe://*/till")]
    [InlineData(NameKind.Uri, "no-scheme/*")]
    public void A_pattern_that_means_too_much_is_refused(NameKind kind, string pattern)
    {
        var problem = NameRule.Problem(kind, pattern);
        Assert.StartsWith("must be", problem?.English, StringComparison.Ordinal);
        ChineseText.Check(problem);
    }

    [Fact]
    public void Nobody_becomes_somebody_where_rules_contradict_each_other()
    {
        var (one, same) = (Rule(NameKind.Dns, "*.example.com"), Rule(NameKind.Dns, "till.example.com"));
        var other = same with { PartnerId = new PartnerId("other") };
        CertificateName[] names = [new(NameKind.Dns, "till.example.com")];

        Assert.Equal(one, NameRule.Choose([one, same], names));
        Assert.Null(NameRule.Choose([one, other], names));
        Assert.Null(NameRule.Choose([one, same with { Grant = same.Grant with { Permissions = Read } }], names));
        Assert.Null(NameRule.Choose([one], []));
    }

    private static NameRule Rule(NameKind kind, string pattern) => new(
        "r1", new PartnerId("acme"), kind, pattern, new CertificateGrant(CertificateScope.Whole, Sell));
}
