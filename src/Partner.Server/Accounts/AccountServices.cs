using Partner.Server.Security;
using Partner.Server.Signing;

namespace Partner.Server.Accounts;

/// <summary>Puts partners' accounts into a service collection.</summary>
internal static class AccountServices
{
    /// <summary>Adds the service, its jobs, and what finds out who calls.</summary>
    /// <param name="services">The host's services; the host adds <see cref="AuthorityBundles"/>.</param>
    /// <param name="authority">Who signs.</param>
    public static void AddAccounts(
        this IServiceCollection services, AccountOptions options, ISigningAuthority authority)
    {
        services.AddSingleton(options);
        services.AddSingleton(authority);
        services.AddSingleton<CertificateUse>();
        services.AddSingleton<CertificateRegistrations>();
        services.AddSingleton<RegistrationLookup>(provider =>
            provider.GetRequiredService<CertificateRegistrations>().FindAsync);
        services.AddSingleton<CertificateIssuing>();
        services.AddSingleton<EnrollmentCodeIssuing>();
        services.AddSingleton<AccountWatch>();
        services.AddSingleton<AccountGrpcService>();
        services.AddSingleton<EnrollmentAttempts>();
        services.AddSingleton<EnrollmentGrpcService>();
        services.AddHostedService<AccountJob>();
    }
}
