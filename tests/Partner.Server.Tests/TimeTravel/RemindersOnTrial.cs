using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Core.Reminders;

namespace Partner.Server.Tests.TimeTravel;

/// <summary>
/// The reminders that there should be, worked out from what the test itself did to the cards: each window of a card's
/// end that began since the partner's last sale to it, once; never for a card that ended.
/// </summary>
/// <param name="rulesOf">The rules of a card's type.</param>
internal sealed class RemindersOnTrial(Func<CardOnTrial, CardTypeRules> rulesOf)
{
    private readonly Dictionary<(PartnerId Seller, string Card), Customer> _customers = [];
    private readonly HashSet<(PartnerId Seller, string Card, DateOnly LastDay, CalendarPeriod Window)> _told = [];

    /// <summary>Who has customers.</summary>
    public IReadOnlyCollection<PartnerId> Sellers => [.. _customers.Keys.Select(key => key.Seller).Distinct()];

    /// <summary>How many there were.</summary>
    public int Told => _told.Count;

    /// <summary>A card was sold to.</summary>
    /// <param name="seller">By whom.</param>
    /// <param name="card">The card.</param>
    /// <param name="at">When the sale succeeded.</param>
    public void Sold(PartnerId seller, CardOnTrial card, DateTimeOffset at)
    {
        if (!_customers.TryGetValue((seller, card.Number.Value), out var customer))
        {
            customer = new Customer(card, rulesOf(card));
            _customers.Add((seller, card.Number.Value), customer);
        }

        customer.SoldAt = at;
    }

    /// <summary>A reminder was made.</summary>
    public void Check(CardReminder reminder, Action<string> note)
    {
        var known = reminder.Card;
        if (!_customers.TryGetValue((known.PartnerId, known.Card.Value), out var customer))
        {
            note($"{known.Card} is no customer of {known.PartnerId}");
            return;
        }

        var told = $"{customer.Card} {reminder.Window} of {known.Fact.ValidUntil:O} at {reminder.MadeAt:O}";
        var lastDay = CardCalendar.LastDay(known.Fact.ValidUntil!.Value, customer.Rules.Zone);
        if (!_told.Add((known.PartnerId, known.Card.Value, lastDay, reminder.Window)))
        {
            note($"{told} twice");
        }

        if (known.Fact.ValidUntil != customer.Card.ValidUntil || !reminder.IsConfirmed)
        {
            note($"{told}, but the card ends {customer.Card.ValidUntil:O}, confirmed {reminder.IsConfirmed}");
        }

        if (reminder.DueAt > reminder.MadeAt || reminder.DueAt <= customer.SoldAt
            || reminder.MadeAt >= known.Fact.ValidUntil)
        {
            note($"{told} was due {reminder.DueAt:O}, sold {customer.SoldAt:O}");
        }

        if (reminder.RenewsItself != (customer.Card.Renews == known.PartnerId))
        {
            note($"{told} renews itself: {reminder.RenewsItself}");
        }
    }

    /// <summary>Whether what should be there by now is there.</summary>
    /// <param name="from">Windows that began by then were seen to.</param>
    /// <param name="now">The present time: who ended meanwhile is not missed.</param>
    /// <param name="note">Told what is wrong.</param>
    public void CheckNoneMissing(DateTimeOffset from, DateTimeOffset now, Action<string> note)
    {
        foreach (var ((seller, number), customer) in _customers)
        {
            if (customer.DueAt(from) is { } due && customer.Card.ValidUntil > now
                && !_told.Contains((seller, number, due.LastDay, due.Window)))
            {
                note($"{customer.Card} of {seller} was not reminded {due.Window} ahead of {due.LastDay}");
            }
        }
    }

    private sealed class Customer(CardOnTrial card, CardTypeRules rules)
    {
        private (DateTimeOffset SoldAt, DateTimeOffset? End) _of;
        private List<(DateTimeOffset Start, CalendarPeriod Window, DateOnly LastDay)> _windows = [];

        public CardOnTrial Card => card;

        public CardTypeRules Rules => rules;

        public DateTimeOffset SoldAt { get; set; }

        /// <summary>
        /// The last window that began, if it did since the sale. Those before it may have been passed over.
        /// </summary>
        public (DateTimeOffset Start, CalendarPeriod Window, DateOnly LastDay)? DueAt(DateTimeOffset now)
        {
            if (_of != (SoldAt, card.ValidUntil))
            {
                _of = (SoldAt, card.ValidUntil);
                _windows = card.ValidUntil is { } end
                    ? [
                        .. rules.Reminders
                            .Select(window => (
                                Start: CardCalendar.Subtract(end, window, rules.Zone),
                                Window: window,
                                LastDay: CardCalendar.LastDay(end, rules.Zone)))
                            .Where(window => window.Start > SoldAt)
                            .OrderByDescending(window => window.Start),
                    ]
                    : [];
            }

            foreach (var window in _windows)
            {
                if (window.Start <= now)
                {
                    return window;
                }
            }

            return null;
        }
    }
}
