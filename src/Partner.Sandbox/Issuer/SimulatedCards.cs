using System.Globalization;
using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Server.Issuer.Wire;

namespace Partner.Sandbox.Issuer;

/// <summary>
/// What the simulated cards hold: made up from the number, then changed by what was applied, as the plans say that are
/// published. A card is worked out when it is asked for.
/// </summary>
internal sealed class SimulatedCards(TimeProvider clock, IssuerPlans plans, SimulatedProfiles profiles)
{
    /// <summary>Where the cards of <see cref="SandboxOutcome.OneRegion"/> work; others work where plans do.</summary>
    public const string OneRegion = "HK";

    private const long Gibibyte = 1L << 30;
    private const string Currency = "CNY";

    private readonly Dictionary<string, Holding> _changed = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>
    /// The top-ups of a card, the reversals that took off what was left of one, and how far they were worked out.
    /// </summary>
    private sealed class Holding
    {
        public List<IssuerRecord> TopUps { get; } = [];

        public IssuerAccount? Account { get; set; }

        public int Applied { get; set; }
    }

    /// <summary>Whether a text is a card number at all.</summary>
    public static bool IsNumber(string text) => (CardNumber.Iccid(text) ?? CardNumber.Phone(text)) is not null;

    /// <summary>Adds what a product grants.</summary>
    public void TopUp(IssuerRecord topUp)
    {
        lock (_gate)
        {
            if (!_changed.TryGetValue(topUp.Card!, out var holding))
            {
                holding = new Holding();
                _changed.Add(topUp.Card!, holding);
            }

            holding.TopUps.Add(topUp);
        }
    }

    /// <summary>
    /// Takes it off again: what the reversal names, else all of it, so that the card is as if it had never been.
    /// </summary>
    public void TakeBack(IssuerRecord topUp, IssuerRecord reversal)
    {
        lock (_gate)
        {
            var holding = _changed[topUp.Card!];
            if (reversal.IsOfPart)
            {
                holding.TopUps.Add(reversal);
                return;
            }

            holding.TopUps.RemoveAll(one => one.Id == topUp.Id);
            holding.Account = null;
        }
    }

    /// <summary>Takes a gift off again, or the part of it that is named; the rest stays as it was given.</summary>
    public void TakeGiftBack(IssuerRecord gift, IssuerRecord back)
    {
        lock (_gate)
        {
            var holding = _changed[gift.Card!];
            var left = gift with
            {
                Grants = back.TakesGrants is true ? null : gift.Grants,
                AmountMinor = (gift.AmountMinor ?? 0) - (back.AmountMinor ?? 0) is > 0 and var money ? money : null,
                Points = (gift.Points ?? 0) - (back.Points ?? 0) is > 0 and var points ? points : null,
            };
            var place = holding.TopUps.FindIndex(one => one.Id == gift.Id);
            holding.TopUps[place] = left;
            holding.Account = null;
        }
    }

    /// <summary>Looks a card up.</summary>
    /// <returns>The answer; null for a card that the issuer does not know.</returns>
    public BucketMessage? Find(string number)
    {
        var outcome = SandboxCards.OutcomeOf(number);
        if (outcome == SandboxOutcome.CardUnknown || !IsNumber(number))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        lock (_gate)
        {
            return Message(number, AccountOf(number, now), outcome, now);
        }
    }

    /// <summary>Whether a card has what a reversal takes off it.</summary>
    public bool Has(string number, IssuerRecord reversal)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            var account = AccountOf(number, now);
            var zone = plans.RulesOf(TypeOf(number), now).Zone;
            return (reversal.Bytes ?? 0) <= account.AllBytes
                && (reversal.Days is not { } days
                    || IssuerCalendar.After(account.ValidUntil, PeriodUnit.Day, -days, zone)
                        >= IssuerCalendar.NextMidnight(now, zone));
        }
    }

    /// <summary>Whether a card's grace is over: it takes nothing any more, and its number is lost.</summary>
    public bool HasEnded(string number)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            return HasEnded(number, AccountOf(number, now).ValidUntil, now);
        }
    }

    private bool HasEnded(string number, DateTimeOffset validUntil, DateTimeOffset now) =>
        plans.RulesOf(TypeOf(number), now) is { Grace: { } grace } rules
        && IssuerCalendar.After(validUntil, grace.Unit, grace.Count, rules.Zone) <= now;

    private BucketMessage Message(string number, IssuerAccount account, SandboxOutcome outcome, DateTimeOffset now)
    {
        var type = TypeOf(number);
        var rules = plans.RulesOf(type, now);
        var validUntil = outcome switch
        {
            SandboxOutcome.CardExpired => account.ValidUntil.AddYears(-2),
            SandboxOutcome.GrantsLess when _changed.GetValueOrDefault(number)?.TopUps.Count > 0 =>
                account.ValidUntil.AddDays(-1),
            _ => account.ValidUntil,
        };
        var resumed = rules.ResumesSuspended && _changed.GetValueOrDefault(number) is { TopUps.Count: > 0 } holding
            && account.ValidUntil > Fresh(number, holding.TopUps[0].At).ValidUntil;
        var status = outcome switch
        {
            SandboxOutcome.CardBlocked => CardStanding.Blocked,
            SandboxOutcome.CardExpired => CardStanding.Terminated,
            SandboxOutcome.CardSuspended when validUntil > now && !resumed => CardStanding.Suspended,
            _ when validUntil > now => CardStanding.Active,
            _ => HasEnded(number, validUntil, now) ? CardStanding.Terminated : CardStanding.InGrace,
        };
        var onlySum = account.Packs is [{ Region: null, Ends: null }];
        return new BucketMessage(new ResourceMessage(number), CardWords.Of(type), CardWords.Of(status), validUntil)
        {
            RemainingBytes = type is CardType.Travel or CardType.RegistrationEsim || account.Packs.Count > 0
                ? account.Packs.Sum(pack => pack.Bytes)
                : null,
            AutoRenewal = false,
            Region = outcome == SandboxOutcome.OneRegion ? OneRegion : null,
            EsimProfile = type is CardType.Travel or CardType.RegistrationEsim
                ? CardWords.Of(profiles.StateOf(number, status))
                : null,
            Balance = account.Balance is { } balance ? new AmountMessage(balance, Currency) : null,
            Packs = onlySum || account.Packs.Count == 0
                ? null
                : [.. account.Packs.Select(pack => new PackMessage(pack.Bytes, pack.Region, pack.Ends))],
            QueuedPacks = account.Waiting.Count == 0
                ? null
                :
                [
                    .. account.Waiting.Select(pack => new QueuedPackMessage(
                        pack.Bytes, CardReader.Word(pack.Lasts.Unit), pack.Lasts.Count, pack.Region, pack.Begins,
                        pack.UseBy)),
                ],
        };
    }

    private IssuerAccount AccountOf(string number, DateTimeOffset now)
    {
        var holding = _changed.GetValueOrDefault(number);
        if (holding is not { TopUps.Count: > 0 })
        {
            return Fresh(number, now);
        }

        if (holding.Account is null)
        {
            (holding.Account, holding.Applied) = (Fresh(number, holding.TopUps[0].At), 0);
        }

        foreach (var topUp in holding.TopUps.Skip(holding.Applied))
        {
            var rules = plans.RulesOf(TypeOf(number), topUp.At);
            if (topUp.Kind == IssuerRecordKind.Reversal)
            {
                holding.Account.Advance(topUp.At, rules.Zone);
                holding.Account.TakeBytes(topUp.Bytes ?? 0);
                holding.Account.TakeDays(topUp.Days ?? 0, rules.Zone);
                continue;
            }

            if (topUp.Kind == IssuerRecordKind.Gift)
            {
                holding.Account.Give(topUp, rules.Zone);
                continue;
            }

            var plan = plans.Find(topUp.Product!, TypeOf(number), topUp.At);
            holding.Account.Apply(plan, topUp.AmountMinor ?? 0, rules, topUp.At, topUp.StartNow ?? false);
            if (SandboxCards.OutcomeOf(number) == SandboxOutcome.PartlyUsed)
            {
                holding.Account.UseHalf(rules.Zone);
            }
        }

        holding.Applied = holding.TopUps.Count;
        holding.Account.Advance(now, plans.RulesOf(TypeOf(number), now).Zone);
        return holding.Account;
    }

    private static CardType TypeOf(string number) => SandboxCards.TypeOf(number) ?? CardType.Phone;

    /// <summary>
    /// A card before its first top-up: valid until the end of a day of next year by its calendar, with some data where
    /// its type has data, and some balance where it has that.
    /// </summary>
    private IssuerAccount Fresh(string number, DateTimeOffset now)
    {
        var zone = plans.RulesOf(TypeOf(number), now).Zone;
        var today = IssuerCalendar.DayOf(now, zone);
        var seed = int.Parse(number.AsSpan(number.Length - 5, 4), NumberStyles.None, CultureInfo.InvariantCulture);
        var account = new IssuerAccount
        {
            ValidUntil = IssuerCalendar.Midnight(
                SandboxCards.OutcomeOf(number) switch
                {
                    SandboxOutcome.CardInGrace => today.AddDays(-10),
                    SandboxOutcome.CardExpiring or SandboxOutcome.PartlyUsed => today.AddDays(2),
                    _ => new DateOnly(today.Year + 1, 1, 1).AddDays(seed % 180),
                },
                zone),
            Balance = TypeOf(number) == CardType.Phone ? seed % 50 * 100 : null,
        };
        if (TypeOf(number) is CardType.Travel or CardType.RegistrationEsim)
        {
            account.Packs.Add(new IssuerPack { Region = null, Bytes = (1 + (seed % 5)) * Gibibyte });
        }

        return account;
    }
}
