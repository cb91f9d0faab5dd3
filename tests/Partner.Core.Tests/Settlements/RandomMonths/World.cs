using System.Globalization;
using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Rules;

namespace Partner.Core.Tests.Settlements.RandomMonths;

/// <summary>
/// A few partners under each other, a few schedules whose versions change in the middle of months, and what happens to
/// them in one to four months, all drawn from a seed.
/// </summary>
internal sealed class World
{
    public static readonly string[] Zones =
        ["UTC", "Asia/Shanghai", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago"];

    private static readonly DateTimeOffset Start = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Currency[] Plans = [.. new[] { "CNY", "CNY", "USD", "JPY" }.Select(Currency.Of)];
    private static readonly Currency[] Floats = [.. new[] { "CNY", "CNY", "USD", "KWD" }.Select(Currency.Of)];

    private readonly Random _random;
    private readonly List<(string Id, int Parent, Currency Float, TaxTerms[] Taxes)> _partners = [];
    private readonly List<(DateTimeOffset From, CommissionTerms[] PerPartner)[]> _schedules = [];

    public World(int seed)
    {
        _random = new Random(seed);
        Months = 1 + (seed % 4);
        AddPartners(_random.Next(1, 6));
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            AddSchedule("s" + i.ToString(CultureInfo.InvariantCulture));
        }

        Events = [.. Happen().OrderBy(item => item.At)];
    }

    public int Months { get; }

    public IReadOnlyList<WorldEvent> Events { get; }

    private void AddPartners(int count)
    {
        for (var i = 0; i < count; i++)
        {
            // Mostly a chain; four partners are the most that one may have.
            var parent = i == 0 || _random.Next(6) == 0 ? -1 : _random.Next(3) == 0 ? _random.Next(i) : i - 1;
            TaxTerms[] taxes = _random.Next(3) == 0
                ? []
                : [.. Enumerable.Range(1, 2).Select(version =>
                    new TaxTerms("tax", $"tax@{version}", new BasisPoints(_random.Next(0, 3) * 333)))];
            _partners.Add(("p" + i.ToString(CultureInfo.InvariantCulture), parent, Pick(Floats), taxes));
        }
    }

    private void AddSchedule(string id)
    {
        var (zone, plan) = (Pick(Zones), Pick(Plans));
        var (tiering, mode, tax) = (Pick(Tiering.Whole, Tiering.Marginal), AnyMode(), AnyMoment());
        var versions = new List<(DateTimeOffset, CommissionTerms[])>();
        for (var version = 1; version <= 3; version++)
        {
            var from = version == 1 ? DateTimeOffset.MinValue : Start.AddMinutes(_random.Next(Months * 43_000));
            var name = $"{id}@{version}";
            versions.Add((from, [.. _partners.Select(_ => Terms(id, name, zone, plan, tiering, mode, tax))]));
            tiering = _random.Next(4) == 0 ? Pick(Tiering.Whole, Tiering.Marginal) : tiering;
            mode = _random.Next(4) == 0 ? AnyMode() : mode;
            tax = _random.Next(4) == 0 ? AnyMoment() : tax;
        }

        _schedules.Add([.. versions]);
    }

    private CommissionTerms Terms(
        string id, string version, string zone, Currency plan, Tiering tiering, CommissionMode mode, TaxMoment tax)
    {
        List<TierStep> steps = [];
        for (var (i, from) = (_random.Next(4), 0L); i > 0; i--)
        {
            from += _random.Next(1, 60_000);
            steps.Add(new TierStep(from, new BasisPoints(_random.Next(0, 1_500))));
        }

        long? minimum = _random.Next(4) == 0 ? _random.Next(0, 300) : null;
        var rule = new CommissionRule(
            "rule" + _random.Next(2).ToString(CultureInfo.InvariantCulture),
            Selector.Everything,
            new BasisPoints(_random.Next(0, 1_500)),
            _random.Next(3) == 0 ? _random.Next(0, 100) : 0,
            minimum,
            _random.Next(4) == 0 ? _random.Next(300, 900) : null,
            steps,
            _random.Next(4) == 0 ? new BasisPoints(_random.Next(0, 200)) : null);
        return new CommissionTerms(
            id, version, zone, Pick(CommissionBase.Face, CommissionBase.FaceLessDiscount, CommissionBase.CustomerPays),
            Money.Zero(plan), tiering, mode, tax, rule);
    }

    private IEnumerable<WorldEvent> Happen()
    {
        for (var month = 0; month < Months; month++)
        {
            var (first, next) = (Start.AddMonths(month), Start.AddMonths(month + 1));
            for (var i = _random.Next(9); i > 0; i--)
            {
                // A third happens where zones disagree about the month.
                var at = _random.Next(3) == 0
                    ? next.AddMinutes(_random.Next(-900, 900))
                    : first.AddMinutes(_random.Next(month == 0 ? 660 : 0, 43_000));
                var sale = Sell(at, $"t{month}-{i}");
                yield return sale;
                if (_random.Next(4) == 0)
                {
                    var minutes = _random.Next(2) == 0 ? _random.Next(1, 600) : _random.Next(1, 60 * 24 * 60);
                    var whole = _random.Next(1, 400);
                    var part = _random.Next(2) == 0 ? whole : _random.Next(1, whole + 1);
                    yield return new TakenBack(at.AddMinutes(minutes), sale, new RefundShare(part, whole));
                }
            }

            yield return new Closed(
                next.AddMinutes(_random.Next(720, 10_000)), first.ToString("yyyy-MM", CultureInfo.InvariantCulture));
        }
    }

    private Sold Sell(DateTimeOffset at, string topUp)
    {
        var decided = at.AddMinutes(-_random.Next(2) * _random.Next(3_000));
        var seller = _random.Next(_partners.Count);
        var plan = Pick(_schedules.ToArray())[0].PerPartner[0].Base.Currency;
        var price = Prices.Draw(_random, plan, _partners[seller].Float);
        var levels = new List<CommissionLevel>();
        var own = _schedules.Where(schedule => schedule[0].PerPartner[0].Base.Currency == plan).ToArray();
        var index = seller;
        for (var number = 0; index >= 0 && number < 4; number++, index = _partners[index].Parent)
        {
            if (_random.Next(8) != 0)
            {
                var partner = _partners[index];
                var terms = own[index % own.Length].Where(version => version.From <= decided)
                    .MaxBy(version => version.From).PerPartner[index];
                var size = terms.BaseKind switch
                {
                    CommissionBase.Face => price.Face,
                    CommissionBase.FaceLessDiscount => price.Face - price.Discount,
                    _ => price.CustomerPays,
                };
                levels.Add(new CommissionLevel(
                    number,
                    new PartnerId(partner.Id),
                    partner.Float,
                    terms with { Base = size },
                    Prices.Rate(_random, plan, partner.Float),
                    partner.Taxes.Length == 0 ? null : Pick(partner.Taxes)));
            }
        }

        return new Sold(at, _partners[seller].Id, topUp, price, levels);
    }

    private CommissionMode AnyMode() => Pick(CommissionMode.Instant, CommissionMode.Settled);

    private TaxMoment AnyMoment() => Pick(TaxMoment.Credit, TaxMoment.Settlement);

    private T Pick<T>(params T[] items) => items[_random.Next(items.Length)];
}
